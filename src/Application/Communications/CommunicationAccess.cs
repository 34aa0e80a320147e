using Crm.Application.Activities;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>Resolves the input of communications and checks their state in the dispatcher.</summary>
internal sealed class CommunicationAccess(ActivitySubjects subjects, IWriteDb db, IMapper mapper, IClock clock) : IScopedService
{
    /// <summary>Converts a request to the input of a communication. Subjects that it already has are not checked again.</summary>
    public async Task<Result<CommunicationInput>> ResolveInputAsync(
        CommunicationRequest fields, Communication? current, CancellationToken ct)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, current?.Links, ct) is { } missing)
            return missing;
        var details = mapper.Map<CommunicationRequest, CommunicationDetails>(fields);
        return new CommunicationInput(details, fields.Scheduled, fields.ScheduledFor, links);
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
}
