namespace Crm.Application.Common.Ports;

/// <summary>Sends SQL to a database.</summary>
public interface IDb
{
    Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, CancellationToken ct);

    Task<T?> QuerySingleOrDefaultAsync<T>(SqlFragment sql, CancellationToken ct);

    /// <summary>
    /// Executes several statements in one round trip, with a result set for each. If the connection breaks, they are read again once.
    /// </summary>
    Task<T> QueryMultipleAsync<T>(IReadOnlyList<SqlFragment> statements, Func<IResultSets, Task<T>> read, CancellationToken ct);
}
