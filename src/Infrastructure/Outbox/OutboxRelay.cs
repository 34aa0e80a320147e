using Dapper;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>
/// Hands committed outbox messages to the subscribers: claims some for a while (a lease), hands them over outside any
/// transaction, then marks them. Any number of relays may run on one database; when one dies, its lease runs out and another
/// takes over. Messages of one aggregate go in order; one that fails waits longer each time and holds up only its aggregate.
/// </summary>
public sealed class OutboxRelay(
    NpgsqlDataSource source, IEnumerable<IOutboxSubscriber> subscribers, IClock clock, ILogger<OutboxRelay> logger)
{
    /// <summary>Most messages of one claim.</summary>
    public const int BatchSize = 100;

    /// <summary>How long a claim holds; the clocks of the instances must agree better than this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a subscriber may take over one message.</summary>
    public static readonly TimeSpan HandOverLimit = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait after a failure.</summary>
    public static readonly TimeSpan MaxBackOff = TimeSpan.FromMinutes(5);

    // What is held or waits after a failure holds up the later messages of its aggregate. The last condition decides that once
    // more over what was really locked: another relay may have locked an earlier message of the aggregate in this moment.
    private const string ClaimSql = """
        with locked as materialized (
            select m.seq, m.aggregate_id
            from outbox_messages m
            where m.relayed_at is null and (m.claimed_until is null or m.claimed_until <= @now)
                and not exists (
                    select 1 from outbox_messages e
                    where e.aggregate_id = m.aggregate_id and e.seq < m.seq and e.relayed_at is null and e.claimed_until > @now)
            order by m.seq limit @batch
            for update of m skip locked)
        update outbox_messages m
        set claimed_by = @claim, claimed_until = @until, attempts = m.attempts + 1
        from locked l
        where m.seq = l.seq
            and not exists (
                select 1 from outbox_messages e
                where e.aggregate_id = l.aggregate_id and e.seq < l.seq and e.relayed_at is null and e.seq not in (select seq from locked))
        returning m.seq, m.id, m.aggregate_id, m.type, m.payload::text as payload, m.occurred_at, m.attempts
        """;

    // Only what is still ours: a lease that ran out may have been taken over.
    private const string SettleSql = """
        update outbox_messages m
        set relayed_at = case when s.relayed then s.at end, claimed_until = case when not s.relayed then s.at end, claimed_by = null, attempts = s.attempts
        from unnest(@seqs::bigint[], @relayed::boolean[], @at::timestamptz[], @attempts::int[]) as s (seq, relayed, at, attempts)
        where m.seq = s.seq and m.claimed_by = @claim
        """;

    private readonly IOutboxSubscriber[] subscribers = [.. subscribers];

    private sealed record ClaimedRow(long Seq, Guid Id, Guid AggregateId, string Type, string Payload, DateTimeOffset OccurredAt, int Attempts);

    /// <summary>What became of a claimed message: relayed then, or to be claimed again from then on.</summary>
    private sealed record Settled(long Seq, bool Relayed, DateTimeOffset At, int Attempts);

    /// <summary>Relays one batch.</summary>
    /// <returns>How many messages were claimed; 0 where nothing is waiting.</returns>
    public async Task<int> RelayAsync(CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var until = clock.Now + Lease;
        var rows = await ClaimAsync(claim, until, ct);
        if (rows.Count == 0)
            return 0;
        var settled = new List<Settled>(rows.Count);
        var heldUp = new HashSet<Guid>();
        foreach (var row in rows)
        {
            if (ct.IsCancellationRequested || heldUp.Contains(row.AggregateId) || clock.Now + HandOverLimit > until)
            {
                heldUp.Add(row.AggregateId);
                settled.Add(new Settled(row.Seq, false, clock.Now, row.Attempts - 1));
            }
            else if (await HandOverAsync(row, ct) is { } retryAt)
            {
                heldUp.Add(row.AggregateId);
                settled.Add(new Settled(row.Seq, false, retryAt, row.Attempts));
            }
            else
            {
                settled.Add(new Settled(row.Seq, true, clock.Now, row.Attempts));
            }
        }

        await SettleAsync(claim, settled);
        return rows.Count;
    }

    private async Task<List<ClaimedRow>> ClaimAsync(Guid claim, DateTimeOffset until, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<ClaimedRow>(new CommandDefinition(
            ClaimSql, new { claim, until, now = clock.Now, batch = BatchSize }, cancellationToken: ct));
        return [.. rows.OrderBy(r => r.Seq)];
    }

    /// <returns>Null where all went well, else when to try again.</returns>
    private async Task<DateTimeOffset?> HandOverAsync(ClaimedRow row, CancellationToken ct)
    {
        var message = new OutboxMessage(row.Seq, row.Id, row.AggregateId, row.Type, row.Payload, row.OccurredAt);
        foreach (var subscriber in subscribers)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(HandOverLimit);
            try
            {
                // Waited for no longer than that, even if the subscriber does not listen.
                await subscriber.HandleAsync(message, limit.Token).WaitAsync(HandOverLimit, CancellationToken.None);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return clock.Now;
            }
#pragma warning disable CA1031 // Whatever a subscriber throws, the others' messages go on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var wait = BackOff(row.Attempts);
                // No message: it may hold what a user typed.
                logger.LogWarning(
                    "{Subscriber} failed with {Exception} on message {Seq} ({EventType}) of {AggregateId}, attempt {Attempt}; again in {Seconds} s",
                    subscriber.GetType().Name, e.GetType().Name, row.Seq, row.Type, row.AggregateId, row.Attempts, wait.TotalSeconds);
                return clock.Now + wait;
            }
        }

        return null;
    }

    private static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(attempts, 20) - 1), MaxBackOff.TotalSeconds));

    /// <summary>Not cancelled with the rest: what was handed over should not come again because the service is stopping.</summary>
    private async Task SettleAsync(Guid claim, List<Settled> settled)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            SettleSql,
            new
            {
                claim,
                seqs = settled.Select(s => s.Seq).ToArray(),
                relayed = settled.Select(s => s.Relayed).ToArray(),
                at = settled.Select(s => s.At.UtcDateTime).ToArray(),
                attempts = settled.Select(s => s.Attempts).ToArray(),
            });
    }
}
