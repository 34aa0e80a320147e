using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Read)]
public sealed record ListRoles(ListInput Input) : IQuery<Page<RoleRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<Role>().List;
}

/// <summary>A role in a list.</summary>
public sealed record RoleRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Name,
    string? Description,
    JsonElement Permissions,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListRolesHandler(ListReader lists) : IQueryHandler<ListRoles, Page<RoleRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.name, p.description, p.permissions, p.is_active, p.created_at, p.updated_at, p.version
        from {page.Rows} p
        order by {page.Order}
        """;

    public Task<Result<Page<RoleRow>>> Handle(ListRoles request, CancellationToken cancellationToken) =>
        lists.ReadAsync<RoleRow>(ListRoles.Spec, Sql, request.Input, cancellationToken);
}
