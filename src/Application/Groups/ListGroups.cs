using System.Text.Json.Serialization;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record ListGroups(ListInput Input) : IQuery<Page<GroupRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<UserGroup>().List;
}

/// <summary>A group in a list.</summary>
public sealed record GroupRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Name,
    string? Description,
    EnumText<GroupType> Type,
    bool IsActive,
    int MemberCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListGroupsHandler(ListReader lists) : IQueryHandler<ListGroups, Page<GroupRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.name, p.description, p.type, p.is_active,
            (select count(*)::int from user_group_members m where m.user_group_id = p.id) as member_count, p.created_at, p.updated_at,
                p.version
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<GroupRow>>> Handle(ListGroups request, CancellationToken cancellationToken) =>
        lists.ReadAsync<GroupRow>(ListGroups.Spec, Sql, request.Input, cancellationToken);
}
