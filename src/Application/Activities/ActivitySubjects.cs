using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Activities;

/// <summary>What tasks, communications and notes are about: found for them, and moved forward by them.</summary>
internal sealed class ActivitySubjects(RecordAuthorizer guard, IWriteDb db) : IScopedService
{
    /// <summary>Each record that is named anew must be live and visible; it is kept from deletion until the transaction ends.</summary>
    /// <param name="links">What the activity is to be about.</param>
    /// <param name="present">What it is about now; null on creation.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Error?> CheckAsync(ActivityLinks links, ActivityLinks? present, CancellationToken ct)
    {
        if (links.LeadId is { } lead && lead != present?.LeadId && !await guard.SeesAsync<Lead>(lead, toUpdate: true, ct))
            return LeadErrors.NotFound.At("leadId");
        if (links.DealId is { } deal && deal != present?.DealId && !await guard.SeesAsync<Deal>(deal, ct: ct))
            return DealErrors.NotFound.At("dealId");
        if (links.ContactId is { } contact && contact != present?.ContactId && !await guard.SeesAsync<Contact>(contact, toUpdate: true, ct))
            return ContactErrors.NotFound.At("contactId");
        if (links.CompanyId is { } company && company != present?.CompanyId && !await guard.SeesAsync<Company>(company, toUpdate: true, ct))
            return CompanyErrors.NotFound.At("companyId");
        return null;
    }

    /// <summary>Of what an activity is about, that which the caller sees and which is live; kept from deletion until the transaction ends.</summary>
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

    /// <summary>Moves lastActivityDate of everything that it is about forward, of the companies of its contact and its deal, too.</summary>
    /// <param name="links">What the activity is about.</param>
    /// <param name="at">When it took place.</param>
    /// <param name="isContact">Whether somebody was spoken to: a contact's lastContactDate moves, too.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task TouchAsync(ActivityLinks links, DateTimeOffset at, bool isContact, CancellationToken ct)
    {
        SqlFragment moment = $"{at}";
        SqlFragment contact = $"{isContact}";
        if (links.LeadId is not null)
        {
            await db.ExecuteAsync(
                $"""
                update leads set last_activity_date = {moment}
                where id = {links.LeadId} and (last_activity_date is null or last_activity_date < {moment})
                """,
                ct);
        }

        if (links.ContactId is not null)
        {
            await db.ExecuteAsync(
                $"""
                update contacts set last_activity_date = greatest(last_activity_date, {moment}),
                    last_contact_date = case when {contact} then greatest(last_contact_date, {moment}) else last_contact_date end
                where id = {links.ContactId} and (last_activity_date is null or last_activity_date < {moment}
                    or ({contact} and (last_contact_date is null or last_contact_date < {moment})))
                """,
                ct);
        }

        if (links is { ContactId: null, DealId: null, CompanyId: null })
            return;
        // After the contact and the lead, as everybody does it: who locks in another order may wait in a circle.
        await db.ExecuteAsync(
            $"""
            update companies set last_activity_date = {moment}
            where (last_activity_date is null or last_activity_date < {moment}) and id in (
                select {links.CompanyId}::uuid
                union select company_id from contacts where id = {links.ContactId}
                union select company_id from deals where id = {links.DealId})
            """,
            ct);
    }
}
