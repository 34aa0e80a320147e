using Crm.Application.Common.Ports;
using Npgsql;

namespace Crm.Infrastructure.Persistence;

internal sealed class OwnTransaction(NpgsqlDataSource source, StatementWatch watch) : IOwnTransaction
{
    public async Task<T> RunAsync<T>(Func<IWriteDb, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        var result = await work(new TransactionDb(connection, transaction, watch)).ConfigureAwait(false);
        // From here on the caller's hanging up changes nothing.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }
}
