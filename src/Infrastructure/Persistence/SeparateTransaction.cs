namespace Crm.Infrastructure.Persistence;

internal sealed class SeparateTransaction(NpgsqlDataSource source, SqlMetrics metrics, IClock clock) : ISeparateTransaction
{
    public async Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct)
    {
        var start = clock.Now;
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await OpenWrites.RegisterAsync(connection, transaction, start, ct);
        var result = await work(new TransactionDb(connection, transaction, metrics));
        // A client that disconnects from here on does not cancel the commit.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }
}
