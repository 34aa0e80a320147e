namespace Crm.Application.Common.Records;

/// <summary>Reads one view; the one place where its SQL stands.</summary>
public interface IViewReader<TView>
    where TView : class, IView
{
    /// <summary>The live record, or null.</summary>
    /// <param name="db">The read database, or the unit of work's own connection.</param>
    /// <param name="id">The record.</param>
    /// <param name="scope">Which records may be seen; <see cref="RecordScope.Everything"/> once a change was allowed.</param>
    /// <param name="ct">Cancels the statement.</param>
    Task<TView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct);
}
