using Crm.Application.Activities;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>How communications are reached, how what they name is found, and what the dispatcher knows of them.</summary>
internal sealed class CommunicationAccess(ActivitySubjects subjects, IWriteDb db, IMapper mapper, IClock clock) : IScopedService
{
    /// <summary>Turns what a request names into the terms of a communication; what it named already is not asked for again.</summary>
    public async Task<Result<CommunicationInput>> TermsAsync(CommunicationRequest fields, Communication? present, CancellationToken ct)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, present?.Links, ct) is { } missing)
            return missing;
        var details = mapper.Map<CommunicationRequest, CommunicationDetails>(fields);
        return new CommunicationInput(details, fields.Scheduled, fields.ScheduledFor, links);
    }

    /// <summary>Refuses to schedule an e-mail to nobody; the address itself is read when it is sent.</summary>
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

    /// <summary>Refuses any change while the dispatcher is at work on the communication.</summary>
    public async Task<Error?> CheckIdleAsync(Communication communication, CancellationToken ct) =>
        // The claim locks the communication's row, too: who has that lock and finds no claim has the communication to itself.
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

    /// <summary>A new time begins anew; hand-overs whose end nobody knows stay counted.</summary>
    public Task RescheduleAsync(Communication communication, CancellationToken ct) =>
        db.ExecuteAsync(
            $"""
            update communication_dispatches
            set due_at = coalesce({communication.ScheduledFor}::timestamptz, due_at), attempts = 0, handed_over = false, claimed_by = null
            where communication_id = {communication.Id}
            """,
            ct);
}
