using System.Diagnostics;
using System.Globalization;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>A condition for the service to accept requests.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Ok">Whether the condition is met.</param>
/// <param name="Detail">The finding, in one sentence.</param>
/// <param name="Milliseconds">How long the check took.</param>
public sealed record ReadinessCheck(string Name, bool Ok, string Detail, double Milliseconds);

/// <summary>
/// Whether the service can accept requests. The endpoint needs no credentials, so the result is cached for a second and only one check
/// runs at a time.
/// </summary>
public sealed class Readiness(NpgsqlDataSource source, IClock clock) : IDisposable
{
    /// <summary>How long an outbox message may wait; failing messages and those behind them do not count.</summary>
    public static readonly TimeSpan MaxOutboxLag = TimeSpan.FromMinutes(15);

    /// <summary>The name of the check whether the database accepts changes.</summary>
    public const string Writes = "writes";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(1);

    // A message that a subscriber cannot handle is logged; it is no reason to stop serving.
    private const string LagSql = """
        select m.id from outbox_messages m
        where m.relayed_at is null and not exists (
            select 1 from outbox_messages f
            where f.aggregate_id = m.aggregate_id and f.seq <= m.seq and f.relayed_at is null and f.claimed_by is null and f.attempts > 0)
        order by m.seq limit 1
        """;

    // Removes nothing, but is rejected wherever a change would be: by a standby, a read-only database, a missing privilege.
    private const string WriteSql = "delete from idempotency_keys where false";

    private const string ObjectsSql = "select hash from schema_objects";

    private readonly SemaphoreSlim singleCheck = new(1, 1);
    private (long At, IReadOnlyList<ReadinessCheck> Checks)? last;

    public async Task<IReadOnlyList<ReadinessCheck>> CheckAsync(CancellationToken ct)
    {
        await singleCheck.WaitAsync(ct);
        try
        {
            if (last is not { } known || Stopwatch.GetElapsedTime(known.At) > Remember)
                last = known = (Stopwatch.GetTimestamp(), await RunAsync(ct));
            return known.Checks;
        }
        finally
        {
            singleCheck.Release();
        }
    }

    public void Dispose() => singleCheck.Dispose();

    private async Task<IReadOnlyList<ReadinessCheck>> RunAsync(CancellationToken ct)
    {
        var checks = new List<ReadinessCheck>
        {
            await CheckAsync("database", CheckDatabaseAsync, ct),
        };
        if (!checks[0].Ok)
            return checks;
        checks.Add(await CheckAsync(Writes, CheckWritesAsync, ct));
        checks.Add(await CheckAsync("migrations", CheckMigrationsAsync, ct));
        checks.Add(await CheckAsync("outbox", CheckOutboxAsync, ct));
        return checks;
    }

    private static async Task<(bool Ok, string Detail)> CheckDatabaseAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await db.ExecuteScalarAsync<int>(new CommandDefinition("select 1", cancellationToken: ct));
        return (true, "The database responds.");
    }

    private static async Task<(bool Ok, string Detail)> CheckWritesAsync(NpgsqlConnection db, CancellationToken ct)
    {
        try
        {
            await db.ExecuteAsync(new CommandDefinition(WriteSql, cancellationToken: ct));
            return (true, "The database accepts changes.");
        }
        catch (PostgresException e)
        {
            return (false, $"The database accepts no changes ({e.SqlState}); reads are served.");
        }
    }

    private static async Task<(bool Ok, string Detail)> CheckMigrationsAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var missing = (await Migrator.PendingAsync(db, ct)).Count;
        if (missing > 0)
            return (false, $"{missing} migration(s) are not applied; run the command migrate.");
        // Not an error: during an upgrade, the previous version serves until it is replaced.
        var hashes = (await db.QueryAsync<string>(new CommandDefinition(ObjectsSql, cancellationToken: ct))).ToHashSet();
        var different = SchemaObject.All.Count(o => !hashes.Contains(o.Hash));
        return different == 0
            ? (true, "The schema is up to date.")
            : (true, $"{different} database object(s) are those of another version; if it is an earlier one, run the command migrate.");
    }

    private async Task<(bool Ok, string Detail)> CheckOutboxAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var oldest = await db.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(LagSql, cancellationToken: ct));
        if (oldest is null)
            return (true, "No message is waiting.");
        // The id contains the time at which the message was written; the event may have happened years before.
        var written = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(oldest.Value.ToString("N")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        var lag = clock.Now - written;
        return (lag <= MaxOutboxLag, $"The oldest message has been waiting for {Math.Max(0, (long)lag.TotalSeconds)} s.");
    }

    private async Task<ReadinessCheck> CheckAsync(
        string name, Func<NpgsqlConnection, CancellationToken, Task<(bool Ok, string Detail)>> check, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        (bool Ok, string Detail) result;
        try
        {
            await using var connection = await source.OpenConnectionAsync(limit.Token);
            result = await check(connection, limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            result = (false, "The database did not respond.");
        }

        return new ReadinessCheck(name, result.Ok, result.Detail, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1));
    }
}
