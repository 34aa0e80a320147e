using System.Text.Json.Serialization;
using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Read)]
public sealed record ListLeadLists(ListInput Input) : IQuery<Page<LeadListRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<LeadList>().List;
}

/// <summary>A lead list in a list.</summary>
public sealed record LeadListRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Name,
    string? Description,
    EnumText<LeadListType> Type,
    bool IsActive,
    DateTimeOffset? MembersChangedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListLeadListsHandler(ListReader lists) : IQueryHandler<ListLeadLists, Page<LeadListRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.name, p.description, p.type, p.is_active, p.members_changed_at, p.created_at, p.updated_at,
            p.version
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<LeadListRow>>> Handle(ListLeadLists request, CancellationToken cancellationToken) =>
        lists.ReadAsync<LeadListRow>(ListLeadLists.Spec, Sql, request.Input, cancellationToken);
}
