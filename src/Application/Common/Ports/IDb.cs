namespace Crm.Application.Common.Ports;

/// <summary>Somewhere SQL can be sent to.</summary>
public interface IDb
{
    Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, CancellationToken ct);

    Task<T?> QuerySingleOrDefaultAsync<T>(SqlFragment sql, CancellationToken ct);

    /// <summary>
    /// Several statements in one round trip, a result set for each. Where a connection breaks, they are read once more from the start.
    /// </summary>
    Task<T> QueryMultipleAsync<T>(IReadOnlyList<SqlFragment> statements, Func<IResultSets, Task<T>> read, CancellationToken ct);
}
