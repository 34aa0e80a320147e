using Dapper;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>
/// Delivers committed outbox messages to the subscribers: claims a batch by lease, delivers it outside any transaction, then marks it as
/// relayed. Any number of relays may run on one database; if one ends, its lease expires and another relay claims its messages. Messages
/// of one aggregate are delivered in order; a message that fails is retried with backoff and delays only its own aggregate, until it is
/// given up after <see cref="MaxAttempts"/>: it then counts as relayed and keeps the reason in <c>failure</c>.
/// </summary>
public sealed class OutboxRelay(
    NpgsqlDataSource source, IEnumerable<IOutboxSubscriber> subscribers, IClock clock, ILogger<OutboxRelay> logger)
{
    /// <summary>The maximum number of messages in a claim.</summary>
    public const int BatchSize = 100;

    /// <summary>How long a claim is valid; the clocks of the instances must differ by less than this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>The time limit for a subscriber to handle one message.</summary>
    public static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How many times a message is delivered at most: for about an hour.</summary>
    public const int MaxAttempts = 20;

    /// <summary>The longest delay after a failure.</summary>
    public static readonly TimeSpan MaxBackOff = TimeSpan.FromMinutes(5);

    // A message that is claimed, or delayed after a failure, blocks the later messages of its aggregate. The last condition checks this
    // again for the rows that were locked: another relay may have locked an earlier message of the aggregate since.
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

    // Only messages that this relay still holds: after an expired lease, another relay may have claimed them.
    private const string SettleSql = """
        update outbox_messages m
        set relayed_at = case when s.relayed then s.at end, claimed_until = case when not s.relayed then s.at end, claimed_by = null,
            attempts = s.attempts, failure = s.failure
        from unnest(@seqs::bigint[], @relayed::boolean[], @at::timestamptz[], @attempts::int[], @failures::text[])
            as s (seq, relayed, at, attempts, failure)
        where m.seq = s.seq and m.claimed_by = @claim
        """;

    private readonly IOutboxSubscriber[] subscribers = [.. subscribers];

    private sealed record ClaimedRow(
        long Seq, Guid Id, Guid AggregateId, string Type, string Payload, DateTimeOffset OccurredAt, int Attempts);

    /// <summary>The outcome of a claimed message: relayed at that time, or available again from that time on.</summary>
    private sealed record Settled(long Seq, bool Relayed, DateTimeOffset At, int Attempts, string? Failure = null);

    /// <summary>A delivery that did not succeed.</summary>
    /// <param name="RetryAt">When to try again.</param>
    /// <param name="Failure">Who failed and how. Null: the relay is stopping.</param>
    private sealed record Undelivered(DateTimeOffset RetryAt, string? Failure);

    /// <summary>Relays one batch.</summary>
    /// <returns>How many messages were claimed; 0 if none is waiting.</returns>
    public async Task<int> RelayAsync(CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var until = clock.Now + Lease;
        var rows = await ClaimAsync(claim, until, ct);
        if (rows.Count == 0)
            return 0;
        var settled = new List<Settled>(rows.Count);
        var delayed = new HashSet<Guid>();
        foreach (var row in rows)
        {
            if (ct.IsCancellationRequested || delayed.Contains(row.AggregateId) || clock.Now + DeliveryTimeout > until)
            {
                delayed.Add(row.AggregateId);
                settled.Add(new Settled(row.Seq, false, clock.Now, row.Attempts - 1));
            }
            else if (await DeliverAsync(row, ct) is { } undelivered)
            {
                if (undelivered.Failure is { } failure && row.Attempts >= MaxAttempts)
                {
                    logger.LogError(
                        "Message {Seq} ({EventType}) of {AggregateId} is given up after {Attempts} attempts: {Failure}",
                        row.Seq, row.Type, row.AggregateId, row.Attempts, failure);
                    settled.Add(new Settled(row.Seq, true, clock.Now, row.Attempts, failure));
                    continue;
                }

                delayed.Add(row.AggregateId);
                settled.Add(new Settled(row.Seq, false, undelivered.RetryAt, row.Attempts, undelivered.Failure));
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

    /// <returns>Null if all subscribers succeeded.</returns>
    private async Task<Undelivered?> DeliverAsync(ClaimedRow row, CancellationToken ct)
    {
        var message = new OutboxMessage(row.Seq, row.Id, row.AggregateId, row.Type, row.Payload, row.OccurredAt);
        foreach (var subscriber in subscribers)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(DeliveryTimeout);
            try
            {
                // Waits no longer than the limit, even if the subscriber ignores cancellation.
                await subscriber.HandleAsync(message, limit.Token).WaitAsync(DeliveryTimeout, CancellationToken.None);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return new Undelivered(clock.Now, null);
            }
#pragma warning disable CA1031 // Any exception of a subscriber must not stop the other messages.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var wait = BackOff(row.Attempts);
                // The exception's message is not logged: it may contain what a user typed.
                logger.LogWarning(
                    "{Subscriber} failed with {Exception} on message {Seq} ({EventType}) of {AggregateId}, attempt {Attempt}; next " +
                        "attempt in {Seconds} s",
                    subscriber.GetType().Name, e.GetType().Name, row.Seq, row.Type, row.AggregateId, row.Attempts, wait.TotalSeconds);
                return new Undelivered(clock.Now + wait, $"{subscriber.GetType().Name} failed with {e.GetType().Name}.");
            }
        }

        return null;
    }

    private static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(attempts, 20) - 1), MaxBackOff.TotalSeconds));

    /// <summary>Cannot be cancelled: a delivered message must not be delivered again because the service is stopping.</summary>
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
                failures = settled.Select(s => s.Failure).ToArray(),
            });
    }
}
