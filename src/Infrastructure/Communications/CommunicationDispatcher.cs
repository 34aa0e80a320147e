using Crm.Domain.Communications;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Communications;

/// <summary>
/// Sends scheduled communications when they are due: claims a batch by lease, passes each message to its channel outside any transaction,
/// then records the outcome. Any number of dispatchers may run on one database. A communication without a channel becomes a task of its
/// creator. If a dispatcher ends between sending and recording, its lease expires; the message is then sent once more, marked as a
/// possible duplicate, and never a third time.
/// </summary>
public sealed class CommunicationDispatcher(
    NpgsqlDataSource source, IServiceScopeFactory scopes, IEnumerable<IChannel> channels, IClock clock,
    ILogger<CommunicationDispatcher> logger)
{
    /// <summary>The maximum number of communications in a claim.</summary>
    public const int BatchSize = 50;

    /// <summary>How long a claim is valid; the clocks of the instances must differ by less than this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How many times delivery is attempted: again after 1, 2, 4 … 128 minutes, so for about four hours.</summary>
    public const int MaxAttempts = 9;

    // The lock skips rows that another transaction is changing; the last condition checks rows that another dispatcher has claimed since.
    private const string ClaimSql = """
        with due as materialized (
            select c.id
            from communications c left join communication_dispatches d on d.communication_id = c.id
            where c.deleted_at is null and c.status = 'SCHEDULED' and c.scheduled_for <= @now
                and (d.communication_id is null or (not d.handed_over and d.due_at <= @now and (d.claimed_by is null
                    or d.claimed_until <= @now)))
            order by c.scheduled_for, c.id limit @batch
            for no key update of c skip locked)
        insert into communication_dispatches as d (communication_id, claimed_by, claimed_until, attempts, due_at)
        select id, @claim, @until, 1, @now from due
        on conflict (communication_id) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until,
            attempts = d.attempts + 1
        where not d.handed_over and d.due_at <= @now and (d.claimed_by is null or d.claimed_until <= @now)
        returning d.communication_id
        """;

    // From this statement until the outcome is recorded, the outcome is unknown.
    private const string StartDeliverySql = """
        update communication_dispatches d set unknown_ends = d.unknown_ends + 1, claimed_until = @until
        from communications c
        join users u on u.id = c.creator_id
        left join contacts p on p.id = c.contact_id and p.email <> '' and p.deleted_at is null
        left join leads l on l.id = c.lead_id and l.email <> '' and l.deleted_at is null
        where d.communication_id = @id and d.claimed_by = @claim and d.claimed_until > @now and c.id = d.communication_id
            and c.status = 'SCHEDULED' and c.deleted_at is null
        returning d.attempts, d.unknown_ends, c.subject, c.content, coalesce(p.email, l.email) as address,
            coalesce(p.first_name || ' ' || p.last_name, l.first_name || ' ' || l.last_name) as name, u.email as reply_to,
                u.full_name as reply_to_name
        """;

    private const string ReleaseSql = """
        update communication_dispatches set claimed_by = null, claimed_until = null, due_at = @at, unknown_ends = unknown_ends - @known
        where communication_id = @id and claimed_by = @claim
        """;

    private readonly Dictionary<CommunicationType, IChannel> channels = channels.ToDictionary(c => c.Type);

    private sealed record StartedDelivery(
        int Attempts, int UnknownEnds, string? Subject, string? Content, string? Address, string? Name, string? ReplyTo,
        string? ReplyToName);

    /// <summary>Sends one batch of due communications.</summary>
    /// <returns>How many communications were claimed; 0 if none is due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var ids = await QueryAsync<Guid>(ClaimSql, new { claim, now = clock.Now, until = clock.Now + Lease, batch = BatchSize }, ct);
        var types = (await QueryAsync<(Guid Id, string Type)>(
            "select id, type from communications where id = any(@ids)", new { ids = ids.ToArray() }, ct))
            .ToDictionary(t => t.Id, t => EnumText<CommunicationType>.Parse(t.Type));
        foreach (var id in ids)
        {
            ct.ThrowIfCancellationRequested();
            if (channels.TryGetValue(types[id], out var channel))
                await SendAsync(channel, id, claim, ct);
            else
                await RecordAsync(id, claim, null, twice: false);
        }

        return ids.Count;
    }

    private async Task SendAsync(IChannel channel, Guid id, Guid claim, CancellationToken ct)
    {
        // Skips a communication that was cancelled, or whose lease has expired and belongs to another dispatcher.
        if (await QueryAsync<StartedDelivery>(
            StartDeliverySql, new { id, claim, now = clock.Now, until = clock.Now + Lease }, ct) is not [var started])
            return;
        var twice = started.UnknownEnds > 1;
        var result = started.UnknownEnds > 2
            ? new DeliveryResult(
                DeliveryOutcome.Failed,
                "Delivery was attempted twice, and it is unknown whether the message was sent; it is not sent again.")
            : await DeliverAsync(
                channel,
                new OutgoingMessage(id, started.Subject, started.Content, started.Address, started.Name, started.ReplyTo,
                    started.ReplyToName, twice),
                ct);
        logger.LogInformation(
            "Communication {CommunicationId}, delivery attempt {Attempt}: {Outcome}", id, started.Attempts, result.Outcome);
        var wait = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(started.Attempts, MaxAttempts) - 1));
        var again = started.Attempts < MaxAttempts &&
            (result.Outcome == DeliveryOutcome.Deferred || (result.Outcome == DeliveryOutcome.Unknown && !twice));
        if (again)
        {
            var known = result.Outcome == DeliveryOutcome.Deferred ? 1 : 0;
            await QueryAsync<int>(ReleaseSql, new { id, claim, at = clock.Now + wait, known }, CancellationToken.None);
            return;
        }

        var reason = result.Outcome == DeliveryOutcome.Unknown
            ? $"{result.Reason} It is unknown whether the message was sent; it is not sent again." : result.Reason;
        await RecordAsync(id, claim, result with { Reason = reason }, twice);
    }

    private async Task<DeliveryResult> DeliverAsync(IChannel channel, OutgoingMessage message, CancellationToken ct)
    {
        try
        {
            return await channel.SendAsync(message, ct);
        }
#pragma warning disable CA1031 // Any exception of a channel must not stop the other messages; if the service stops, the lease expires.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The exception's message is not logged: it may contain what a user typed.
            logger.LogWarning("{Channel} failed with {Exception} on {CommunicationId}", channel.GetType().Name, e.GetType().Name,
                message.Id);
            return new DeliveryResult(DeliveryOutcome.Unknown, "The delivery was interrupted.");
        }
    }

    private async Task RecordAsync(Guid id, Guid claim, DeliveryResult? result, bool twice)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<IDispatchRecorder>().RecordAsync(id, claim, result, twice) is { } error)
            logger.LogWarning("The outcome of communication {CommunicationId} could not be recorded: {Code}", id, error.Code);
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: ct))).AsList();
    }
}
