namespace Crm.Application.Common.Ports;

/// <summary>Somewhere SQL can be sent to. Values go in as parameters, always.</summary>
public interface IDb
{
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct);

    Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct);

    /// <summary>Several result sets in one round trip. Where a connection breaks, they are read once more from the start.</summary>
    Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct);
}
