namespace Crm.Infrastructure.Persistence;

internal sealed class SeparateTransaction(NpgsqlDataSource source, SqlMetrics watch) : ISeparateTransaction
{
    public async Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var result = await work(new TransactionDb(connection, transaction, watch));
        // From here on the caller's hanging up changes nothing.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }
}
