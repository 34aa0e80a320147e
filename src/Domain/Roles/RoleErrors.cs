using Crm.Domain.Common;

namespace Crm.Domain.Roles;

public static class RoleErrors
{
    public static readonly Error NotFound = Error.NotFound("role_not_found", "There is no such role.");

    public static readonly Error NameTaken = Error.Conflict(
        "role_name_taken", "Another role has this name; use a different one.").At("name");

    public static readonly Error LastAdministrator = Error.Conflict(
        "last_administrator", "This would leave no active administrator; make another one first.");

    public static Error Permissions(string message) => Error.Invalid("invalid_permissions", message).At("permissions");

    public static Error InUse(int users) => Error.Conflict(
        "role_in_use", $"{users} user(s) have this role; give them another one first.").With("users", users);
}
