using Crm.Application.Companies;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>
/// Finds and completes, or creates, the contact and company of a conversion. Conversions that could create the same contact or company
/// are serialized by an advisory lock on the e-mail address and then one on the folded company name.
/// </summary>
internal sealed class ConversionTargets(
    IRepository<Contact> contacts, IRepository<Company> companies, CompanyAccess companyAccess, RecordAuthorizer authorizer,
    Ownership ownership, IWriteDb db, ICurrentUser user, IClock clock)
    : IScopedService
{
    /// <summary>The contact. Null if a new one is created.</summary>
    internal sealed record FoundContact(Contact? Contact);

    /// <summary>The company, if any, and whether it is new.</summary>
    internal sealed record TargetCompany(Company? Company, bool Created);

    /// <summary>The contact of the request, or the one with the lead's e-mail address.</summary>
    public async Task<Result<FoundContact>> FindContactAsync(Lead lead, Guid? named, CancellationToken ct)
    {
        if (named is { } id)
        {
            return await authorizer.SeesAsync<Contact>(id, toUpdate: true, ct)
                ? new FoundContact(await contacts.FindAsync(id, ct: ct))
                : RecordCatalog.Of<Contact>().NotFound.At("contactId");
        }

        if (string.IsNullOrEmpty(lead.Details.Email))
            return new FoundContact(null);
        await LockAsync("lead-email", lead.Details.Email.ToLowerInvariant(), ct);
        var scope = RecordScope.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        var match = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select c.id from contacts c where lower(c.email) = lower({lead.Details.Email}) and c.deleted_at is null {scope}", ct);
        if (match is { } found && await contacts.FindAsync(found, ct: ct) is { } contact)
            return new FoundContact(contact);
        return await IsTakenAsync(lead.Details.Email, ct) ? ContactErrors.EmailTaken : new FoundContact(null);
    }

    /// <summary>The company of the request, or the contact's company, or the one with the lead's company name, with empty fields filled;
    /// otherwise a new one of that name.</summary>
    public async Task<Result<TargetCompany>> CompanyAsync(Lead lead, ConvertLead request, Contact? contact, CancellationToken ct)
    {
        var found = await FindCompanyAsync(lead, request, contact, ct);
        if (found.Error is not null)
            return found;
        if (found.Value.Company is { } company)
            return await FillAsync(company, lead, ct) is { } rejected ? rejected : found;
        if (lead.CompanyFolded.Length == 0)
            return found;

        var owner = await OwnerAsync(Resource.Companies, lead, request.OwnerId, ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var now = clock.Now;
        var created = Company.Create(
            clock.NewId(), Filled(new CompanyDetails { Name = lead.Details.Company! }, lead.Details), null, owner.Value, now,
            user.Required.Zone, now);
        if (created.Error is { } error)
            return error;
        companies.Add(created.Value);
        return new TargetCompany(created.Value, true);
    }

    /// <summary>The contact with empty fields filled, or a new contact.</summary>
    public async Task<Result<Contact>> FillOrCreateAsync(
        Lead lead, ConvertLead request, Contact? contact, CompanyName? company, CancellationToken ct)
    {
        if (contact is not null)
            return await FillAsync(contact, lead, company, ct) is { } rejected ? rejected : contact;
        var owner = await OwnerAsync(Resource.Contacts, lead, request.OwnerId, ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var now = clock.Now;
        var details = Filled(
            new ContactDetails { FirstName = lead.Details.FirstName, LastName = lead.Details.LastName, LeadStatus = LeadStatus.Converted },
            lead.Details);
        var created = Contact.Create(clock.NewId(), details, company, owner.Value, now, user.Required.Zone, now);
        if (created.Error is null)
            contacts.Add(created.Value);
        return created;
    }

    /// <summary>
    /// The owner of created records, if the caller may create them: the owner in the request, otherwise the lead's assignee if active,
    /// otherwise
    /// the caller. The permission to assign is required only to name another user in the request.
    /// </summary>
    public async Task<Result<Guid>> OwnerAsync(Resource resource, Lead lead, Guid? named, CancellationToken ct)
    {
        if (!user.Required.May(resource, RightAction.Create))
            return CommonErrors.RightMissing(new Right(resource, RightAction.Create));
        if (named is not null)
        {
            var owner = await ownership.ResolveAsync(resource, RightAction.Create, named, null, "ownerId", ct);
            return owner.Error is { } error ? error : named.Value;
        }

        var active = lead.AssignedToId is { } assignee && await db.QuerySingleOrDefaultAsync<bool>(
            $"select is_active from users where id = {assignee} and deleted_at is null for share", ct);
        return active ? lead.AssignedToId!.Value : user.Required.UserId;
    }

    private async Task<Result<TargetCompany>> FindCompanyAsync(Lead lead, ConvertLead request, Contact? contact, CancellationToken ct)
    {
        if (request.CompanyId is { } named)
        {
            if (request.ContactId is not null && contact?.CompanyId is { } other && other != named)
                return LeadErrors.OtherCompany;
            return await FindVisibleAsync(named, ct) is { } given ? new TargetCompany(given, false)
                : RecordCatalog.Of<Company>().NotFound.At("companyId");
        }

        if (contact?.CompanyId is { } current && await FindVisibleAsync(current, ct) is { } own)
            return new TargetCompany(own, false);
        if (lead.CompanyFolded.Length == 0)
            return new TargetCompany(null, false);
        await LockAsync("lead-company", lead.CompanyFolded, ct);
        var scope = RecordScope.For(user.Required, Resource.Companies, RightAction.Read, "c");
        var match = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"""
            select c.id from companies c where c.name_folded = {lead.CompanyFolded} and c.deleted_at is null {scope}
            order by c.created_at, c.id limit 1
            """,
            ct);
        return new TargetCompany(match is { } id ? await FindVisibleAsync(id, ct) : null, false);
    }

    /// <summary>A live company that the caller can see, locked.</summary>
    private async Task<Company?> FindVisibleAsync(Guid id, CancellationToken ct) =>
        await authorizer.SeesAsync<Company>(id, toUpdate: true, ct) ? await companies.FindAsync(id, ct: ct) : null;

    private async Task<Error?> FillAsync(Company company, Lead lead, CancellationToken ct)
    {
        var filled = Filled(company.Details, lead.Details);
        if (filled == company.Details)
            return null;
        return (await authorizer.CheckAsync<Company>(company.Id, RightAction.Update, ct))?.At("companyId") ??
            company.Update(filled, company.ParentCompanyId, company.OwnerId, user.Required.Zone, clock.Now).Error;
    }

    private async Task<Error?> FillAsync(Contact contact, Lead lead, CompanyName? company, CancellationToken ct)
    {
        var filled = Filled(contact.Details, lead.Details);
        if (filled == contact.Details && (contact.CompanyId is not null || company is null))
            return null;
        if (await authorizer.CheckAsync<Contact>(contact.Id, RightAction.Update, ct) is { } forbidden)
            return forbidden.At("contactId");
        if (filled.Email != contact.Details.Email && await IsTakenAsync(filled.Email!, ct))
            return ContactErrors.EmailTaken;
        var now = contact.CompanyId is { } current ? (await companyAccess.FindCurrentAsync(current, ct)).Value : company;
        return contact.Update(filled, now, contact.OwnerId, user.Required.Zone, clock.Now).Error;
    }

    private static CompanyDetails Filled(CompanyDetails company, LeadDetails lead) => company with
    {
        Website = Or(company.Website, lead.Website),
        Address = Or(company.Address, lead.Address),
        City = Or(company.City, lead.City),
        State = Or(company.State, lead.State),
        ZipCode = Or(company.ZipCode, lead.ZipCode),
        Country = Or(company.Country, lead.Country),
        Tags = MergeTags(company.Tags, lead.Tags),
    };

    private static ContactDetails Filled(ContactDetails contact, LeadDetails lead) => contact with
    {
        Email = Or(contact.Email, lead.Email),
        Phone = Or(contact.Phone, lead.Phone),
        Website = Or(contact.Website, lead.Website),
        JobTitle = Or(contact.JobTitle, lead.JobTitle),
        Address = Or(contact.Address, lead.Address),
        City = Or(contact.City, lead.City),
        State = Or(contact.State, lead.State),
        ZipCode = Or(contact.ZipCode, lead.ZipCode),
        Country = Or(contact.Country, lead.Country),
        LeadSource = contact.LeadSource ?? lead.Source,
        LeadScore = contact.LeadScore ?? lead.LeadScore,
        DoNotContact = contact.DoNotContact || lead.DoNotContact,
        DoNotEmail = contact.DoNotEmail || lead.DoNotEmail,
        DoNotCall = contact.DoNotCall || lead.DoNotCall,
        Tags = MergeTags(contact.Tags, lead.Tags),
    };

    private static string? Or(string? current, string? leads) =>
        string.IsNullOrEmpty(current) && !string.IsNullOrEmpty(leads) ? leads : current;

    /// <summary>The current tags, then new tags of the lead up to the limit. Returns the same array if there is no new tag.</summary>
    private static string[] MergeTags(string[] current, string[] leads)
    {
        var more = leads.Except(current).Take(Math.Max(0, Limits.TagCount - current.Length)).ToArray();
        return more.Length == 0 ? current : [.. current, .. more];
    }

    private Task<bool> IsTakenAsync(string email, CancellationToken ct) => db.QuerySingleOrDefaultAsync<bool>(
        $"select true from contacts where lower(email) = lower({email}) and deleted_at is null limit 1", ct);

    private Task<int> LockAsync(string what, string name, CancellationToken ct) =>
        db.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({what} || ' ' || {name}, 0))", ct);
}
