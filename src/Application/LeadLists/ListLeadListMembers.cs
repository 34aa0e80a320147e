using System.Text.Json.Serialization;
using Crm.Domain.LeadLists;
using Crm.Domain.Leads;

namespace Crm.Application.LeadLists;

/// <summary>Lists the members of a list that the caller can see as leads. Others are neither returned nor counted.</summary>
[Requires(Resource.LeadLists, RightAction.Read)]
public sealed record ListLeadListMembers(Guid ListId, ListInput Input) : IQuery<Page<LeadListMemberRow>>
{
    internal static readonly ChildRecord Child = RecordCatalog.Of<LeadList>().Child("members");

    public static ListSpec Spec => Child.List;
}

/// <summary>A lead on a list.</summary>
public sealed record LeadListMemberRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid LeadId,
    string FirstName,
    string LastName,
    string? Email,
    string? Phone,
    string? Company,
    EnumText<LeadStatus> Status,
    Guid? AssignedToId,
    string? AssignedToName,
    DateTimeOffset AddedAt,
    Guid AddedById,
    string? AddedByName) : IListRow;

internal sealed class ListLeadListMembersHandler(ListReader lists, ICurrentUser user)
    : IQueryHandler<ListLeadListMembers, Page<LeadListMemberRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.lead_id, l.first_name, l.last_name, l.email, l.phone, l.company, l.status,
            l.assigned_to_id, a.full_name as assigned_to_name, p.added_at, p.added_by_id, b.full_name as added_by_name
        from {page.Rows} p
        join leads l on l.id = p.lead_id
        {page.Links.Join<Lead>("assignedToId", "l", "a")}
        {page.Links.Join(ListLeadListMembers.Child.Fields, "addedById", "p", "b")}
        order by {page.Order}
        """;

    public Task<Result<Page<LeadListMemberRow>>> Handle(ListLeadListMembers request, CancellationToken cancellationToken)
    {
        var leads = RecordScope.For(user.Required, Resource.Leads, RightAction.Read, "l");
        var visible = new ScopeFilter($"and exists (select 1 from leads l where l.id = t.lead_id and l.deleted_at is null {leads})");
        return lists.ReadChildrenAsync<LeadListMemberRow>(
            ListLeadListMembers.Spec, Sql, request.Input, ListLeadListMembers.Child.Of(request.ListId), visible, cancellationToken);
    }
}
