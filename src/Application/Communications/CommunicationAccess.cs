using Crm.Application.Activities;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>Resolves the input of communications and checks their state in the dispatcher.</summary>
internal sealed class CommunicationAccess(
    ActivitySubjects subjects, RecordAuthorizer authorizer, IWriteDb db, IMapper mapper, IHtml html, IClock clock) : IScopedService
{
    /// <summary>Converts a request to the input of a communication. Subjects that it already has are not checked again.</summary>
    public async Task<Result<CommunicationInput>> ResolveInputAsync(
        CommunicationRequest fields, Communication? current, CancellationToken ct)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, current?.Links, ct) is { } missing)
            return missing;
        if (fields.InReplyToId is { } answered && (answered != current?.InReplyToId || links != current?.Links))
        {
            var thread = await CheckThreadAsync(answered, links, current, ct);
            if (thread.Error is { } unfit)
                return unfit;
            links = thread.Value;
        }

        var details = mapper.Map<CommunicationRequest, CommunicationDetails>(fields);
        if (details.ContentHtml is { } content && content != current?.Details.ContentHtml)
            details = details with { ContentHtml = html.Clean(content) };
        return new CommunicationInput(details, fields.Scheduled, fields.ScheduledFor, links, fields.InReplyToId);
    }

    /// <summary>Checks a communication that is answered. A new reply without subjects gets its subjects, as far as the caller sees
    /// them.</summary>
    private async Task<Result<ActivityLinks>> CheckThreadAsync(
        Guid answered, ActivityLinks links, Communication? current, CancellationToken ct)
    {
        if (answered != current?.InReplyToId && !await authorizer.SeesAsync<Communication>(answered, ct: ct))
            return RecordCatalog.Of<Communication>().NotFound.At("inReplyToId");
        if (current is not null)
        {
            // Two concurrent changes could each be valid and together create a cycle.
            await db.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended('communication-thread', 0))", ct);
            var cycle = await db.QuerySingleOrDefaultAsync<bool>(
                $"""
                with recursive above (id) as (
                    select {answered}::uuid
                    union
                    select c.in_reply_to_id from communications c join above a on c.id = a.id where c.in_reply_to_id is not null)
                select exists (select 1 from above where id = {current.Id})
                """,
                ct);
            if (cycle)
                return CommunicationErrors.ReplyToItself;
        }

        var of = (await db.QuerySingleOrDefaultAsync<ActivityLinks>(
            $"select contact_id, deal_id, company_id, lead_id from communications where id = {answered}", ct))!;
        if (of == ActivityLinks.None)
            return links;
        if (links == ActivityLinks.None && current is null)
            return await subjects.VisibleAsync(of, ct);
        return links.Shares(of) ? links : CommunicationErrors.ReplyToOtherSubject;
    }

    /// <summary>Rejects a scheduled e-mail without a recipient address. The address itself is read when the e-mail is sent.</summary>
    public async Task<Error?> CheckAddressAsync(Communication communication, CancellationToken ct) =>
        communication is not { Status: CommunicationStatus.Scheduled, Details.Type: CommunicationType.Email } ||
        await db.QuerySingleOrDefaultAsync<bool>(
            $"""
            select exists (select 1 from contacts where id = {communication.ContactId} and email <> '' and deleted_at is null)
                or exists (select 1 from leads where id = {communication.LeadId} and email <> '' and deleted_at is null)
            """,
            ct)
            ? null
            : CommunicationErrors.AddressMissing;

    /// <summary>Rejects what is scheduled over a channel on which the contact or the lead must not be approached.</summary>
    public async Task<Error?> CheckOutreachAsync(Communication communication, CancellationToken ct)
    {
        if (communication.Status != CommunicationStatus.Scheduled || (communication.ContactId ?? communication.LeadId) is null)
            return null;
        var people = await db.QueryAsync<Person>(
            $"""
            select 'contactId' as field, do_not_contact, do_not_email, do_not_call, is_active, null::text as status
            from contacts where id = {communication.ContactId}::uuid and deleted_at is null
            union all
            select 'leadId', do_not_contact, do_not_email, do_not_call, null::boolean, status
            from leads where id = {communication.LeadId}::uuid and deleted_at is null
            """,
            ct);
        return people.Select(p => p.Outreach.Refuses(communication.Details.Type!.Value) is { } why
            ? CommunicationErrors.DoNotContact(p.Field, why) : null).FirstOrDefault(e => e is not null);
    }

    /// <summary>Rejects changes while the dispatcher processes the communication.</summary>
    public async Task<Error?> CheckIdleAsync(Communication communication, CancellationToken ct) =>
        // The claim also locks the communication's row. A transaction with that lock and without a claim has exclusive access.
        communication.Status == CommunicationStatus.Scheduled &&
        await db.QuerySingleOrDefaultAsync<bool>(
            $"""
            select exists (
                select 1 from communication_dispatches
                where communication_id = {communication.Id} and claimed_by is not null and claimed_until > {clock.Now})
            """,
            ct)
            ? CommunicationErrors.BeingSent
            : null;

    /// <summary>A new time resets the attempts. Deliveries with an unknown outcome remain counted.</summary>
    public Task RescheduleAsync(Communication communication, CancellationToken ct) =>
        db.ExecuteAsync(
            $"""
            update communication_dispatches
            set due_at = coalesce({communication.ScheduledFor}::timestamptz, due_at), attempts = 0, handed_over = false, claimed_by = null
            where communication_id = {communication.Id}
            """,
            ct);

    private sealed record Person(
        string Field, bool DoNotContact, bool DoNotEmail, bool DoNotCall, bool? IsActive, EnumText<LeadStatus>? Status)
    {
        public Outreach Outreach => new(
            DoNotContact, DoNotEmail, DoNotCall, IsActive ?? Status is not { } status || Outreach.IsInUseAs(status.Value));
    }
}
