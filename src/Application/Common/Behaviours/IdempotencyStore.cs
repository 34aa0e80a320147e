using System.Security.Cryptography;

namespace Crm.Application.Common.Behaviours;

/// <summary>Stores responses under idempotency keys for a day, in the transaction of the change itself.</summary>
public sealed class IdempotencyStore(IWriteDb db, IClock clock) : IScopedService
{
    /// <summary>How long a key is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The stored entry of a key: empty, or the outcome of the first request.</summary>
    internal sealed record Stored(CommandOutcome? Outcome);

    private sealed record KeyRow(byte[] RequestHash, Guid ResourceId, long? Version, byte[]? Body);

    internal async Task<Result<Stored>> FindAsync(Guid userId, IdempotencyKey key, CancellationToken ct)
    {
        // The lock does not wait: a second request gets an error immediately while the first is still running.
        var locked = await db.QuerySingleOrDefaultAsync<bool>(
            $"select pg_try_advisory_xact_lock(hashtextextended({userId}::text || ' ' || {key.Key}, 0))", ct);
        if (!locked)
            return CommonErrors.KeyInUse;
        var row = await db.QuerySingleOrDefaultAsync<KeyRow>(
            $"""
            select request_hash, resource_id, version, body from idempotency_keys
            where user_id = {userId} and key = {key.Key} and created_at > {clock.Now - Lifetime}
            """,
            ct);
        if (row is null)
            return new Stored(null);
        if (!CryptographicOperations.FixedTimeEquals(row.RequestHash, key.RequestHash))
            return CommonErrors.KeyReused;
        return new Stored(new CommandOutcome(row.ResourceId)
        {
            Response = row.Body is null ? null : new RenderedResponse(row.Version, row.Body),
            Replayed = true,
        });
    }

    internal Task StoreAsync(Guid userId, IdempotencyKey key, CommandOutcome outcome, CancellationToken ct) => db.ExecuteAsync(
        $"""
        insert into idempotency_keys (user_id, key, request_hash, resource_id, version, body, created_at)
        values ({userId}, {key.Key}, {key.RequestHash}, {outcome.Id}, {outcome.Response?.Version}, {outcome.Response?.Json}, {clock.Now})
        on conflict (user_id, key) do update set request_hash = excluded.request_hash, resource_id = excluded.resource_id,
            version = excluded.version, body = excluded.body, created_at = excluded.created_at
        """,
        ct);
}
