using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Activities;

/// <summary>Checks the subjects of tasks, communications and notes, and updates their last activity.</summary>
internal sealed class ActivitySubjects(RecordAuthorizer authorizer, IWriteDb db) : IScopedService
{
    /// <summary>Checks that each newly set subject is live and visible. Locks it against deletion until the transaction ends.</summary>
    /// <param name="links">The requested subjects.</param>
    /// <param name="current">The current subjects. Null on creation.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Error?> CheckAsync(ActivityLinks links, ActivityLinks? current, CancellationToken ct)
    {
        if (links.LeadId is { } lead && lead != current?.LeadId && !await authorizer.SeesAsync<Lead>(lead, toUpdate: true, ct))
            return RecordCatalog.Of<Lead>().NotFound.At("leadId");
        if (links.DealId is { } deal && deal != current?.DealId && !await authorizer.SeesAsync<Deal>(deal, ct: ct))
            return RecordCatalog.Of<Deal>().NotFound.At("dealId");
        if (links.ContactId is { } contact && contact != current?.ContactId &&
            !await authorizer.SeesAsync<Contact>(contact, toUpdate: true, ct))
            return RecordCatalog.Of<Contact>().NotFound.At("contactId");
        if (links.CompanyId is { } company && company != current?.CompanyId &&
            !await authorizer.SeesAsync<Company>(company, toUpdate: true, ct))
            return RecordCatalog.Of<Company>().NotFound.At("companyId");
        return null;
    }

    /// <summary>The subjects that are live and visible to the caller. Locks them against deletion until the transaction ends.</summary>
    public async Task<ActivityLinks> VisibleAsync(ActivityLinks links, CancellationToken ct)
    {
        foreach (var one in new[]
        {
            ActivityLinks.None with { LeadId = links.LeadId }, ActivityLinks.None with { DealId = links.DealId },
            ActivityLinks.None with { ContactId = links.ContactId }, ActivityLinks.None with { CompanyId = links.CompanyId },
        })
        {
            if (await CheckAsync(one, null, ct) is not null)
                links = links.Without(one);
        }

        return links;
    }

    /// <summary>Updates lastActivityDate of all subjects, and of the companies of the contact and the deal.</summary>
    /// <param name="links">The subjects of the activity.</param>
    /// <param name="at">When it took place.</param>
    /// <param name="isContact">Whether the activity is a contact with the person. If so, the contact's lastContactDate is updated
    /// too.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task TouchAsync(ActivityLinks links, DateTimeOffset at, bool isContact, CancellationToken ct)
    {
        SqlFragment time = $"{at}";
        SqlFragment contact = $"{isContact}";
        if (links.LeadId is not null)
        {
            await db.ExecuteAsync(
                $"""
                update leads set last_activity_date = {time}
                where id = {links.LeadId} and (last_activity_date is null or last_activity_date < {time})
                """,
                ct);
        }

        if (links.ContactId is not null)
        {
            await db.ExecuteAsync(
                $"""
                update contacts set last_activity_date = greatest(last_activity_date, {time}),
                    last_contact_date = case when {contact} then greatest(last_contact_date, {time}) else last_contact_date end
                where id = {links.ContactId} and (last_activity_date is null or last_activity_date < {time}
                    or ({contact} and (last_contact_date is null or last_contact_date < {time})))
                """,
                ct);
        }

        if (links is { ContactId: null, DealId: null, CompanyId: null })
            return;
        // After the contact and the lead, as in all transactions. Another lock order would cause deadlocks.
        await db.ExecuteAsync(
            $"""
            update companies set last_activity_date = {time}
            where (last_activity_date is null or last_activity_date < {time}) and id in (
                select {links.CompanyId}::uuid
                union select company_id from contacts where id = {links.ContactId}
                union select company_id from deals where id = {links.DealId})
            """,
            ct);
    }
}
