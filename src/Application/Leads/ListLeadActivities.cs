using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Read)]
public sealed record ListLeadActivities(Guid LeadId, ListInput Input) : IQuery<Page<LeadActivityRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<Lead>().Child("activities");

    public static ListSpec Spec => Child.List;
}

/// <summary>An activity of a lead in a list.</summary>
public sealed record LeadActivityRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    Guid LeadId,
    EnumText<LeadActivityType> Type,
    string? Description,
    JsonElement? Metadata,
    string? IpAddress,
    string? UserAgent,
    string? Url,
    int? Duration,
    DateTimeOffset CreatedAt,
    Guid CreatedById,
    string? CreatedByName) : IListRow;

internal sealed class ListLeadActivitiesHandler(ListReader lists) : IQueryHandler<ListLeadActivities, Page<LeadActivityRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.lead_id, p.type, p.description, p.metadata, p.ip_address, p.user_agent, p.url, p.duration,
            p.created_at, p.created_by_id, u.full_name as created_by_name
        from {page.Rows} p
        {page.Links.Join(ListLeadActivities.Child.Fields, "createdById", "p", "u")}
        order by {page.Order}
        """;

    public Task<Result<Page<LeadActivityRow>>> Handle(ListLeadActivities request, CancellationToken cancellationToken) =>
        lists.ReadChildrenAsync<LeadActivityRow>(
            ListLeadActivities.Spec, Sql, request.Input, ListLeadActivities.Child.Of(request.LeadId), cancellationToken);
}
