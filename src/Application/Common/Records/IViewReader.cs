namespace Crm.Application.Common.Records;

/// <summary>Reads a view. The only place of its SQL.</summary>
public interface IViewReader<TView>
    where TView : class, IView
{
    /// <summary>The live record, or null.</summary>
    /// <param name="db">The read database, or the unit of work's own connection.</param>
    /// <param name="id">The record.</param>
    /// <param name="scope">The records that can be read; <see cref="RecordScope.Everything(Caller)"/> after a permitted change.</param>
    /// <param name="ct">Cancels the statement.</param>
    Task<TView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct);
}
