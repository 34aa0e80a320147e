using System.Text.Json.Serialization;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Read)]
public sealed record ListContacts(ListInput Input) : IQuery<Page<ContactRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Contact>().List;
}

/// <summary>A contact in a list.</summary>
public sealed record ContactRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
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
    string? JobTitle,
    string? Department,
    bool IsDecisionMaker,
    string? City,
    string? State,
    string? Country,
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
    long Version) : IListRow;

internal sealed class ListContactsHandler(ListReader lists) : IQueryHandler<ListContacts, Page<ContactRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.first_name, p.last_name, p.middle_name, p.preferred_name, p.email, p.email_verified, p.phone,
            p.mobile,
            p.work_phone, p.job_title, p.department, p.is_decision_maker, p.city, p.state, p.country, p.lead_source, p.lead_status,
                p.lead_score, p.tags,
            p.do_not_contact, p.do_not_email, p.do_not_call, p.is_active, p.last_contact_date, p.last_activity_date, p.company_id,
            m.name as company_name, m.industry as company_industry, p.owner_id, o.full_name as owner_name,
            o.first_name as owner_first_name, o.last_name as owner_last_name,
            p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Contact>("companyId", "p", "m")}
        {page.Links.Join<Contact>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    public Task<Result<Page<ContactRow>>> Handle(ListContacts request, CancellationToken cancellationToken) =>
        lists.ReadAsync<ContactRow>(ListContacts.Spec, Sql, request.Input, cancellationToken);
}
