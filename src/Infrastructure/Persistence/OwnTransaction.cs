using Crm.Application.Common.Ports;
using Dapper;
using Npgsql;

namespace Crm.Infrastructure.Persistence;

internal sealed class OwnTransaction(NpgsqlDataSource source) : IOwnTransaction
{
    public async Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        var result = await work(new TransactionDb(connection, transaction)).ConfigureAwait(false);
        // From here on the caller's hanging up changes nothing.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    private sealed class TransactionDb(NpgsqlConnection connection, NpgsqlTransaction transaction) : IWriteDb
    {
        public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
            (await connection.QueryAsync<T>(Command(sql, parameters, ct)).ConfigureAwait(false)).AsList();

        public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken ct) =>
            connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters, ct));

        public Task<T> QueryMultipleAsync<T>(string sql, object? parameters, Func<IResultSets, Task<T>> read, CancellationToken ct) =>
            ResultSets.ReadAsync(connection, Command(sql, parameters, ct), read);

        public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) => connection.ExecuteAsync(Command(sql, parameters, ct));

        private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, transaction, cancellationToken: ct);
    }
}
