namespace Crm.Application.Common.Ports;

/// <summary>Somewhere SQL can be sent to.</summary>
public interface IDb
{
    Task<IReadOnlyList<T>> QueryAsync<T>(SqlFragment sql, CancellationToken ct);

    Task<T?> QuerySingleOrDefaultAsync<T>(SqlFragment sql, CancellationToken ct);

    /// <summary>Several result sets in one round trip. Where a connection breaks, they are read once more from the start.</summary>
    Task<T> QueryMultipleAsync<T>(SqlFragment sql, Func<IResultSets, Task<T>> read, CancellationToken ct);
}
