using System.Text.Json.Serialization;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record ListGroups(ListInput Input) : IQuery<Page<GroupRow>>, IListQuery
{
    public static readonly ListSpec Spec = ListSpec.Of("user_groups", "g", Resource.Groups)
        .Search()
        .Id("id")
        .Text("name", folded: "name_folded", sortBy: "name_folded", searched: true)
        .Text("description", searched: true)
        .Enum<GroupType>("type")
        .Boolean("isActive")
        .Instant("createdAt", sort: true)
        .Instant("updatedAt", sort: true);
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

internal sealed class ListGroupsValidator() : ListValidator<ListGroups>(ListGroups.Spec);

internal sealed class ListGroupsHandler(ListReader lists) : IQueryHandler<ListGroups, Page<GroupRow>>
{
    private const string Sql = """
        select p.sort_key, p.tie_key, p.id, p.name, p.description, p.type, p.is_active,
            (select count(*)::int from user_group_members m where m.user_group_id = p.id) as member_count, p.created_at, p.updated_at, p.version
        from /*page*/ p
        order by /*order*/
        """;

    public Task<Result<Page<GroupRow>>> Handle(ListGroups request, CancellationToken cancellationToken) =>
        lists.ReadAsync<GroupRow>(ListGroups.Spec, Sql, request.Input, cancellationToken);
}
