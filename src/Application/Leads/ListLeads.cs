using System.Text.Json.Serialization;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Read)]
public sealed record ListLeads(ListInput Input) : IQuery<Page<LeadRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Lead>().List;
}

/// <summary>A lead in a list.</summary>
public sealed record LeadRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string FirstName,
    string LastName,
    string? Email,
    string? Phone,
    string? Company,
    string? JobTitle,
    string? City,
    string? State,
    string? Country,
    EnumText<LeadSource>? Source,
    string? SourceDetails,
    int? LeadScore,
    bool DoNotContact,
    bool DoNotEmail,
    bool DoNotCall,
    EnumText<LeadStatus> Status,
    string[] Tags,
    Guid? AssignedToId,
    string? AssignedToName,
    bool IsConverted,
    DateTimeOffset? ConvertedAt,
    Guid? ConvertedToContactId,
    Guid? ConvertedToCompanyId,
    Guid? ConvertedToDealId,
    DateTimeOffset? LastActivityDate,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListLeadsHandler(ListReader lists) : IQueryHandler<ListLeads, Page<LeadRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.first_name, p.last_name, p.email, p.phone, p.company, p.job_title, p.city, p.state, p.country,
            p.source, p.source_details, p.lead_score, p.do_not_contact, p.do_not_email, p.do_not_call, p.status, p.tags, p.assigned_to_id,
                a.full_name as assigned_to_name,
            p.is_converted, p.converted_at, p.converted_to_contact_id, p.converted_to_company_id, p.converted_to_deal_id,
            p.last_activity_date, p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<Lead>("assignedToId", "p", "a")}
        order by {page.Order}
        """;

    public Task<Result<Page<LeadRow>>> Handle(ListLeads request, CancellationToken cancellationToken) =>
        lists.ReadAsync<LeadRow>(ListLeads.Spec, Sql, request.Input, cancellationToken);
}
