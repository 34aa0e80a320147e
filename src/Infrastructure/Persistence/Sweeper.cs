using Crm.Application.Common.Behaviours;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>Deletes expired rows, a limited number per transaction.</summary>
/// <param name="keepRelayed">How long a relayed outbox message is kept.</param>
public sealed class Sweeper(NpgsqlDataSource source, IClock clock, TimeSpan keepRelayed)
{
    /// <summary>The maximum number of rows in a transaction.</summary>
    public const int BatchSize = 1000;

    /// <summary>How long expired refresh tokens and old login failures are kept, for investigations.</summary>
    public static readonly TimeSpan KeepDead = TimeSpan.FromDays(1);

    private const string OutboxSql = """
        delete from outbox_messages where seq in (
            select seq from outbox_messages where relayed_at < @before and (failure is null or relayed_at < @before - interval '30 days')
            order by relayed_at limit @batch for update skip locked)
        """;

    private const string KeysSql = """
        delete from idempotency_keys k using (
            select user_id, key from idempotency_keys where created_at < @before
                order by created_at limit @batch for update skip locked) old
        where k.user_id = old.user_id and k.key = old.key
        """;

    // A used token is kept as long as a token of its family is valid: its reuse reveals a theft.
    private const string TokensSql = """
        delete from refresh_tokens where id in (
            select t.id from refresh_tokens t
            where (t.expires_at < @before or t.revoked_at < @before)
                and not exists (
                    select 1 from refresh_tokens f
                    where f.family_id = t.family_id and f.expires_at >= @before and (f.revoked_at is null or f.revoked_at >= @before))
            limit @batch for update of t skip locked)
        """;

    private const string ThrottlesSql = """
        delete from login_throttles where subject in (
            select subject from login_throttles
            where last_failure_at < @before and (locked_until is null or locked_until < @before)
            order by last_failure_at limit @batch for update skip locked)
        """;

    /// <summary>Sweeps everything once.</summary>
    public async Task<Swept> SweepAsync(CancellationToken ct)
    {
        var now = clock.Now;
        var failures = new List<Exception>();
        var swept = new Swept(
            await TryAsync(OutboxSql, now - keepRelayed),
            await TryAsync(KeysSql, now - IdempotencyStore.Lifetime),
            await TryAsync(TokensSql, now - KeepDead),
            await TryAsync(ThrottlesSql, now - KeepDead));
        return failures.Count == 0 ? swept : throw new AggregateException(failures);

        // What fails for one table does not hold up the others.
        async Task<int> TryAsync(string sql, DateTimeOffset before)
        {
            try
            {
                return await RunAsync(sql, before, ct);
            }
            catch (NpgsqlException e) when (!ct.IsCancellationRequested)
            {
                failures.Add(e);
                return 0;
            }
        }
    }

    private async Task<int> RunAsync(string sql, DateTimeOffset before, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var total = 0;
        while (true)
        {
            var deleted = await connection.ExecuteAsync(
                new CommandDefinition(sql, new { before, batch = BatchSize }, cancellationToken: ct));
            total += deleted;
            if (deleted < BatchSize)
                return total;
        }
    }
}

/// <summary>How many rows a sweep removed.</summary>
public sealed record Swept(int Messages, int Keys, int Tokens, int Throttles)
{
    public int Total => Messages + Keys + Tokens + Throttles;
}
