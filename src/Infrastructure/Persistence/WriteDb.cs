using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Infrastructure.Persistence;

/// <summary>The unit of work's own connection and transaction.</summary>
internal sealed class WriteDb(CrmDbContext db, SqlMetrics watch) : MeteredDb(watch), IWriteDb
{
    protected override Task<T> RunAsync<TState, T>(bool hasScope, TState state, Send<TState, T> send, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction ??
            throw new InvalidOperationException("There is no transaction; only commands write.");
        return WatchAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), state, send, ct);
    }
}
