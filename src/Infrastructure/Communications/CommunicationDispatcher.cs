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
        left join contacts p on p.id = c.contact_id and p.deleted_at is null
        left join leads l on l.id = c.lead_id and l.deleted_at is null
        where d.communication_id = @id and d.claimed_by = @claim and d.claimed_until > @now and c.id = d.communication_id
            and c.status = 'SCHEDULED' and c.deleted_at is null
        returning d.attempts, d.unknown_ends, c.subject, c.content, c.content_html, c.in_reply_to_id,
            coalesce(nullif(p.email, ''), nullif(l.email, '')) as address,
            case when p.email <> '' then p.first_name || ' ' || p.last_name else l.first_name || ' ' || l.last_name end as name,
            u.email as reply_to, u.full_name as reply_to_name, u.is_active and u.deleted_at is null as author_is_active,
            p.do_not_contact as contact_do_not_contact, p.do_not_email as contact_do_not_email, p.do_not_call as contact_do_not_call,
            p.is_active as contact_is_active,
            l.do_not_contact as lead_do_not_contact, l.do_not_email as lead_do_not_email, l.do_not_call as lead_do_not_call,
            l.status as lead_status
        """;

    // The communications that one answers, with their Message-IDs, the first of the thread first.
    private const string ThreadSql = """
        with recursive thread (id, level) as (
            select @answered::uuid, 1
            union all
            select c.in_reply_to_id, t.level + 1 from communications c join thread t on c.id = t.id
            where c.in_reply_to_id is not null and t.level < @most)
        select c.message_id from thread t join communications c on c.id = t.id where c.message_id is not null order by t.level desc
        """;

    private const string ReleaseSql = """
        update communication_dispatches set claimed_by = null, claimed_until = null, due_at = @at, unknown_ends = unknown_ends - @known
        where communication_id = @id and claimed_by = @claim
        """;

    private const string AttemptsSql =
        "select attempts from communication_dispatches where communication_id = @id and claimed_by = @claim";

    /// <summary>The maximum number of Message-IDs of a thread in a message.</summary>
    private const int MaxThread = 50;

    private static readonly DeliveryResult AuthorIsGone = new(
        DeliveryOutcome.Failed, "The account of its author is no longer active, so it is not sent in the author's name.");

    private static readonly DeliveryResult GivenUp = new(
        DeliveryOutcome.Failed, "The service could not process it; it is not tried again. The log names the cause.");

    private readonly Dictionary<CommunicationType, IChannel> channels = channels.ToDictionary(c => c.Type);

    private sealed record StartedDelivery(
        int Attempts, int UnknownEnds, string? Subject, string? Content, string? ContentHtml, Guid? InReplyToId, string? Address,
        string? Name, string? ReplyTo, string? ReplyToName, bool AuthorIsActive,
        bool? ContactDoNotContact, bool? ContactDoNotEmail, bool? ContactDoNotCall, bool? ContactIsActive,
        bool? LeadDoNotContact, bool? LeadDoNotEmail, bool? LeadDoNotCall, EnumText<LeadStatus>? LeadStatus)
    {
        /// <summary>Why the message must not be sent over the channel. Null: it may.</summary>
        public DeliveryResult? Refusal(CommunicationType channel)
        {
            if (!AuthorIsActive)
                return AuthorIsGone;
            if (ContactIsActive is { } isActive && new Outreach(
                ContactDoNotContact == true, ContactDoNotEmail == true, ContactDoNotCall == true, isActive).Refuses(
                    channel) is { } contacts)
                return new DeliveryResult(DeliveryOutcome.Failed, CommunicationErrors.DoNotContact("contactId", contacts).Message);
            return LeadStatus is { } status && new Outreach(
                LeadDoNotContact == true, LeadDoNotEmail == true, LeadDoNotCall == true, Outreach.IsInUseAs(status.Value))
                .Refuses(channel) is { } leads
                ? new DeliveryResult(DeliveryOutcome.Failed, CommunicationErrors.DoNotContact("leadId", leads).Message)
                : null;
        }
    }

    /// <summary>Sends one batch of due communications.</summary>
    /// <returns>How many communications were claimed; 0 if none is due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var claim = Guid.NewGuid();
        var ids = await QueryAsync<Guid>(ClaimSql, new { claim, now = clock.Now, until = clock.Now + Lease, batch = BatchSize }, ct);
        foreach (var id in ids)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                await DispatchAsync(id, claim, ct);
            }
#pragma warning disable CA1031 // Whatever fails for one communication must not hold up the others.
            catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // The exception's message is not logged: it may contain what a user typed.
                logger.LogWarning(
                    "Communication {CommunicationId} could not be processed: {Exception}", id, e.GetBaseException().GetType().Name);
                await SetAsideAsync(id, claim);
            }
        }

        return ids.Count;
    }

    private async Task DispatchAsync(Guid id, Guid claim, CancellationToken ct)
    {
        var type = EnumText<CommunicationType>.Parse(
            (await QueryAsync<string>("select type from communications where id = @id", new { id }, ct)).Single());
        if (channels.TryGetValue(type, out var channel))
            await SendAsync(channel, id, claim, ct);
        else
            await RecordAsync(id, claim, null, twice: false);
    }

    /// <summary>Tries a communication again later, or gives it up after the last attempt. Its author then sees the reason.</summary>
    private async Task SetAsideAsync(Guid id, Guid claim)
    {
        if (await QueryAsync<int>(AttemptsSql, new { id, claim }, CancellationToken.None) is not [var attempts])
            return;
        if (attempts >= MaxAttempts)
        {
            try
            {
                await RecordAsync(id, claim, GivenUp, twice: false);
                return;
            }
#pragma warning disable CA1031 // It is tried again later, behind the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(
                    "Communication {CommunicationId} could not be given up: {Exception}", id, e.GetBaseException().GetType().Name);
            }
        }

        await QueryAsync<int>(ReleaseSql, new { id, claim, at = clock.Now + BackOff(attempts), known = 0 }, CancellationToken.None);
    }

    private static TimeSpan BackOff(int attempts) => TimeSpan.FromMinutes(Math.Pow(2, Math.Min(attempts, MaxAttempts) - 1));

    private async Task SendAsync(IChannel channel, Guid id, Guid claim, CancellationToken ct)
    {
        // Skips a communication that was cancelled, or whose lease has expired and belongs to another dispatcher.
        if (await QueryAsync<StartedDelivery>(
            StartDeliverySql, new { id, claim, now = clock.Now, until = clock.Now + Lease }, ct) is not [var started])
            return;
        var twice = started.UnknownEnds > 1;
        var result = started.Refusal(channel.Type) ?? (started.UnknownEnds > 2
            ? new DeliveryResult(
                DeliveryOutcome.Failed,
                "Delivery was attempted twice, and it is unknown whether the message was sent; it is not sent again.")
            : await DeliverAsync(
                channel,
                new OutgoingMessage(
                    id, started.Subject, started.Content, started.ContentHtml, await ThreadAsync(started.InReplyToId, ct), started.Address,
                    started.Name, started.ReplyTo, started.ReplyToName, twice),
                ct));
        logger.LogInformation(
            "Communication {CommunicationId}, delivery attempt {Attempt}: {Outcome}", id, started.Attempts, result.Outcome);
        var again = started.Attempts < MaxAttempts &&
            (result.Outcome == DeliveryOutcome.Deferred || (result.Outcome == DeliveryOutcome.Unknown && !twice));
        if (again)
        {
            var known = result.Outcome == DeliveryOutcome.Deferred ? 1 : 0;
            await QueryAsync<int>(
                ReleaseSql, new { id, claim, at = clock.Now + BackOff(started.Attempts), known }, CancellationToken.None);
            return;
        }

        var reason = result.Outcome == DeliveryOutcome.Unknown
            ? $"{result.Reason} It is unknown whether the message was sent; it is not sent again." : result.Reason;
        await RecordAsync(id, claim, result with { Reason = reason }, twice);
    }

    private async Task<IReadOnlyList<string>> ThreadAsync(Guid? answered, CancellationToken ct) =>
        answered is null ? [] : await QueryAsync<string>(ThreadSql, new { answered, most = MaxThread }, ct);

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
        if (await scope.ServiceProvider.GetRequiredService<IDispatchRecorder>().RecordAsync(id, claim, result, twice) is not { } error)
            return;
        logger.LogWarning("The outcome of communication {CommunicationId} could not be recorded: {Code}", id, error.Code);
        throw new InvalidOperationException("The outcome could not be recorded.");
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: ct))).AsList();
    }
}
