using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>A contact as returned by GET.</summary>
public record ContactView(
    Guid Id,
    string FirstName,
    string LastName,
    string? MiddleName,
    string? PreferredName,
    string? Email,
    bool EmailVerified,
    string? Phone,
    string? Mobile,
    string? WorkPhone,
    string? Fax,
    string? Website,
    string? JobTitle,
    string? Department,
    bool IsDecisionMaker,
    string? Gender,
    DateOnly? Birthday,
    string? SpouseName,
    string[] ChildrenNames,
    string? Address,
    string? Address2,
    string? City,
    string? State,
    string? ZipCode,
    string? Country,
    decimal? Latitude,
    decimal? Longitude,
    string? Timezone,
    string? Language,
    EnumText<LeadSource>? LeadSource,
    EnumText<LeadStatus>? LeadStatus,
    int? LeadScore,
    string[] Tags,
    bool DoNotContact,
    bool DoNotEmail,
    bool DoNotCall,
    bool IsActive,
    DateTimeOffset? LastContactDate,
    DateTimeOffset? LastActivityDate,
    Guid? CompanyId,
    string? CompanyName,
    string? CompanyIndustry,
    Guid? OwnerId,
    string? OwnerName,
    string? OwnerFirstName,
    string? OwnerLastName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class ContactViewReader : IViewReader<ContactView>
{
    public Task<ContactView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<ContactView>(
            $"""
            select c.id, c.first_name, c.last_name, c.middle_name, c.preferred_name, c.email, c.email_verified, c.phone, c.mobile,
                c.work_phone, c.fax, c.website, c.job_title, c.department, c.is_decision_maker, c.gender, c.birthday, c.spouse_name,
                c.children_names, c.address, c.address2, c.city, c.state, c.zip_code, c.country, c.latitude, c.longitude, c.timezone,
                c.language, c.lead_source, c.lead_status, c.lead_score, c.tags, c.do_not_contact, c.do_not_email, c.do_not_call,
                    c.is_active,
                c.last_contact_date, c.last_activity_date, c.company_id, m.name as company_name, m.industry as company_industry, c.owner_id,
                o.full_name as owner_name, o.first_name as owner_first_name, o.last_name as owner_last_name, c.created_at, c.updated_at,
                c.version
            from contacts c
            {scope.Links.Join<Contact>("companyId", "c", "m")}
            {scope.Links.Join<Contact>("ownerId", "c", "o")}
            where c.id = {id} and c.deleted_at is null {scope.On("c")}
            """,
            ct);
}
