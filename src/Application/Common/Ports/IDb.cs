namespace Crm.Application.Common.Ports;

/// <summary>Somewhere SQL can be sent to. Values go in as parameters, always.</summary>
public interface IDb
{
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct);

    Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct);

    /// <summary>Several result sets in one round trip. Where a connection breaks, they are read once more from the start.</summary>
    Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct);
}

/// <summary>The result sets of one round trip, in order.</summary>
public interface IResultSets
{
    Task<IReadOnlyList<T>> ReadAsync<T>();

    Task<T?> ReadSingleOrDefaultAsync<T>();
}

/// <summary>For queries; may be a standby.</summary>
public interface IReadDb : IDb;

/// <summary>The unit of work's own connection and transaction, for the checks that a handler makes and for derived columns.</summary>
public interface IWriteDb : IDb
{
    Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct);
}
