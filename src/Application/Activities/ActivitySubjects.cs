using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Activities;

/// <summary>What tasks, communications and notes are about: found for them, and moved forward by them.</summary>
internal sealed class ActivitySubjects(RecordAuthorizer guard, IWriteDb db) : IScopedService
{
    private const string TouchContactSql = """
        update contacts set last_activity_date = greatest(last_activity_date, @at),
            last_contact_date = case when @isContact then greatest(last_contact_date, @at) else last_contact_date end
        where id = @contactId and (last_activity_date is null or last_activity_date < @at or (@isContact and (last_contact_date is null or last_contact_date < @at)))
        """;

    private const string TouchLeadSql =
        "update leads set last_activity_date = @at where id = @leadId and (last_activity_date is null or last_activity_date < @at)";

    // After the contact and the lead, as everybody does it: who locks in another order may wait in a circle.
    private const string TouchCompaniesSql = """
        update companies set last_activity_date = @at
        where (last_activity_date is null or last_activity_date < @at) and id in (
            select @companyId::uuid
            union select company_id from contacts where id = @contactId
            union select company_id from deals where id = @dealId)
        """;

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
        var parameters = new { contactId = links.ContactId, dealId = links.DealId, companyId = links.CompanyId, leadId = links.LeadId, at, isContact };
        if (links.LeadId is not null)
            await db.ExecuteAsync(TouchLeadSql, parameters, ct);
        if (links.ContactId is not null)
            await db.ExecuteAsync(TouchContactSql, parameters, ct);
        if (links is not { ContactId: null, DealId: null, CompanyId: null })
            await db.ExecuteAsync(TouchCompaniesSql, parameters, ct);
    }
}
