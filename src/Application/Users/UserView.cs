using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>A user as returned by GET.</summary>
public sealed record UserView(
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
    long Version) : IView;

internal sealed class UserViewReader : IViewReader<UserView>
{
    public Task<UserView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<UserView>(
        $"""
        select u.id, u.email, u.username, u.first_name, u.last_name, u.middle_name, u.full_name, u.job_title, u.department,
            u.role_id, r.name as role_name, u.is_active, u.last_login_at, u.timezone, u.locale, u.created_at, u.updated_at, u.version
        from users u {scope.Links.Join<User>("roleId", "u", "r")}
        where u.id = {id} and u.deleted_at is null {scope.On("u")}
        """,
        ct);
}
