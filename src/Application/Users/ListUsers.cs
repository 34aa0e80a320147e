using System.Text.Json.Serialization;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Read)]
public sealed record ListUsers(ListInput Input) : IQuery<Page<UserRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<User>().List;
}

/// <summary>A user in a list.</summary>
public sealed record UserRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Email,
    string Username,
    string FirstName,
    string LastName,
    string? MiddleName,
    string FullName,
    string? JobTitle,
    string? Department,
    Guid RoleId,
    string? RoleName,
    bool IsActive,
    DateTimeOffset? LastLoginAt,
    string? Timezone,
    string Locale,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IListRow;

internal sealed class ListUsersHandler(ListReader lists) : IQueryHandler<ListUsers, Page<UserRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, p.id, p.email, p.username, p.first_name, p.last_name, p.middle_name, p.full_name, p.job_title,
            p.department,
            p.role_id, r.name as role_name, p.is_active, p.last_login_at, p.timezone, p.locale, p.created_at, p.updated_at, p.version
        from {page.Rows} p
        {page.Links.Join<User>("roleId", "p", "r")}
        order by {page.Order}
        """;

    public Task<Result<Page<UserRow>>> Handle(ListUsers request, CancellationToken cancellationToken) =>
        lists.ReadAsync<UserRow>(ListUsers.Spec, Sql, request.Input, cancellationToken);
}
