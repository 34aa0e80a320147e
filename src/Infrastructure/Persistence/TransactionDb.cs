using System.Data.Common;

namespace Crm.Infrastructure.Persistence;

/// <summary>A connection in a transaction.</summary>
internal sealed class TransactionDb(DbConnection connection, DbTransaction transaction, SqlMetrics watch) : MeteredDb(watch), IWriteDb
{
    protected override Task<T> RunAsync<TState, T>(bool hasScope, TState state, Send<TState, T> send, CancellationToken ct) =>
        WatchAsync(connection, transaction, state, send, ct);
}
