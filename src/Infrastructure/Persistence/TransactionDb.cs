using System.Data.Common;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>A connection in a transaction.</summary>
internal sealed class TransactionDb(DbConnection connection, DbTransaction transaction, SqlMetrics watch) : MeteredDb(watch), IWriteDb
{
    protected override Task<T> RunAsync<TState, T>(string sql, object? parameters, TState state, Send<TState, T> send, CancellationToken ct) =>
        WatchAsync(connection, new CommandDefinition(sql, parameters, transaction, cancellationToken: ct), state, send);
}
