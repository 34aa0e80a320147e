using Crm.Domain.Communications;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Communications;

/// <summary>
/// Sends scheduled communications when they are due: claims some for a while (a lease), hands each to its channel outside any
/// transaction, then records how it ended. Any number of dispatchers may run on one database. What has no channel becomes a task
/// of whoever wrote it. One that dies between sending and recording leaves a lease that runs out; the message then goes out once
/// more, marked as such, and never a third time.
/// </summary>
public sealed class CommunicationDispatcher(
    NpgsqlDataSource source, IServiceScopeFactory scopes, IEnumerable<IChannel> channels, IClock clock, ILogger<CommunicationDispatcher> logger)
{
    /// <summary>Most communications of one claim.</summary>
    public const int BatchSize = 50;

    /// <summary>How long a claim holds; the clocks of the instances must agree better than this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How often a message is handed over that is not taken: after 1, 2, 4 … 128 minutes, so for some four hours.</summary>
    public const int MaxAttempts = 9;

    // The lock skips what somebody is changing; the last condition decides over what another dispatcher claimed in this moment.
    private const string ClaimSql = """
        with due as materialized (
            select c.id
            from communications c left join communication_dispatches d on d.communication_id = c.id
            where c.deleted_at is null and c.status = 'SCHEDULED' and c.scheduled_for <= @now
                and (d.communication_id is null or (not d.handed_over and d.due_at <= @now and (d.claimed_by is null or d.claimed_until <= @now)))
            order by c.scheduled_for, c.id limit @batch
            for no key update of c skip locked)
        insert into communication_dispatches as d (communication_id, claimed_by, claimed_until, attempts, due_at)
        select id, @claim, @until, 1, @now from due
        on conflict (communication_id) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until, attempts = d.attempts + 1
        where not d.handed_over and d.due_at <= @now and (d.claimed_by is null or d.claimed_until <= @now)
        returning d.communication_id
        """;

    // From here on, until its end is known, nobody knows it.
    private const string BeginSql = """
        update communication_dispatches d set unknown_ends = d.unknown_ends + 1, claimed_until = @until
        from communications c
        join users u on u.id = c.creator_id
        left join contacts p on p.id = c.contact_id and p.email <> '' and p.deleted_at is null
        left join leads l on l.id = c.lead_id and l.email <> '' and l.deleted_at is null
        where d.communication_id = @id and d.claimed_by = @claim and d.claimed_until > @now and c.id = d.communication_id
            and c.status = 'SCHEDULED' and c.deleted_at is null
        returning d.attempts, d.unknown_ends, c.subject, c.content, coalesce(p.email, l.email) as address,
            coalesce(p.first_name || ' ' || p.last_name, l.first_name || ' ' || l.last_name) as name, u.email as reply_to, u.full_name as reply_to_name
        """;

    private const string ReleaseSql = """
        update communication_dispatches set claimed_by = null, claimed_until = null, due_at = @at, unknown_ends = unknown_ends - @known
        where communication_id = @id and claimed_by = @claim
        """;

    private readonly Dictionary<CommunicationType, IChannel> channels = channels.ToDictionary(c => c.Type);

    private sealed record Begun(
        int Attempts, int UnknownEnds, string? Subject, string? Content, string? Address, string? Name, string? ReplyTo, string? ReplyToName);

    /// <summary>Sends what is due, one batch of it.</summary>
    /// <returns>How many communications were claimed; 0 where nothing is due.</returns>
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
        // Whoever lost the lease meanwhile, or what was cancelled, is left alone.
        if (await QueryAsync<Begun>(BeginSql, new { id, claim, now = clock.Now, until = clock.Now + Lease }, ct) is not [var begun])
            return;
        var twice = begun.UnknownEnds > 1;
        var result = begun.UnknownEnds > 2
            ? new DeliveryResult(DeliveryOutcome.Failed, "It was handed over twice, and nobody knows whether it went out; it is not sent again.")
            : await HandOverAsync(
                channel,
                new OutgoingMessage(id, begun.Subject, begun.Content, begun.Address, begun.Name, begun.ReplyTo, begun.ReplyToName, twice),
                ct);
        logger.LogInformation("Communication {CommunicationId} was handed over, attempt {Attempt}: {End}", id, begun.Attempts, result.Outcome);
        var wait = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(begun.Attempts, MaxAttempts) - 1));
        var again = begun.Attempts < MaxAttempts && (result.Outcome == DeliveryOutcome.Deferred || (result.Outcome == DeliveryOutcome.Unknown && !twice));
        if (again)
        {
            var known = result.Outcome == DeliveryOutcome.Deferred ? 1 : 0;
            await QueryAsync<int>(ReleaseSql, new { id, claim, at = clock.Now + wait, known }, CancellationToken.None);
            return;
        }

        var reason = result.Outcome == DeliveryOutcome.Unknown ? $"{result.Reason} Nobody knows whether it went out; it is not sent again." : result.Reason;
        await RecordAsync(id, claim, result with { Reason = reason }, twice);
    }

    private async Task<DeliveryResult> HandOverAsync(IChannel channel, OutgoingMessage message, CancellationToken ct)
    {
        try
        {
            return await channel.SendAsync(message, ct);
        }
#pragma warning disable CA1031 // Whatever a channel throws, the other messages go on; where the service stops, the lease runs out.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // No message: it may hold what a user typed.
            logger.LogWarning("{Channel} failed with {Exception} on {CommunicationId}", channel.GetType().Name, e.GetType().Name, message.Id);
            return new DeliveryResult(DeliveryOutcome.Unknown, "The hand-over broke off.");
        }
    }

    private async Task RecordAsync(Guid id, Guid claim, DeliveryResult? result, bool twice)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<IDispatchRecorder>().RecordAsync(id, claim, result, twice) is { } error)
            logger.LogWarning("What became of communication {CommunicationId} could not be recorded: {Code}", id, error.Code);
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: ct))).AsList();
    }
}
