namespace Crm.Domain.Roles;

public static class RoleErrors
{
    public static readonly Error NameTaken = Error.Conflict(
        "role_name_taken", "Another role has this name; use a different one.").At("name");

    public static readonly Error LastAdministrator = Error.Conflict(
        "last_administrator", "This would leave no active user with every permission; give another user the Administrator role first.");

    public static readonly Error Fixed = Error.Conflict(
        "role_fixed", "The role Administrator keeps its name, stays active and has every permission; use another role for fewer.");

    /// <param name="right">A permission that the caller lacks, with its scope.</param>
    public static Error ExceedsOwnRights(string right) => Error.Forbidden(
        "exceeds_own_rights", $"This would grant or use permissions that you do not have, such as {right}; ask a user who has them.");

    public static Error Permissions(string message) => Error.Invalid("invalid_permissions", message).At("permissions");

    public static Error InUse(int users) => Error.Conflict(
        "role_in_use", $"{users} user(s) have this role; give them another one first.").With("users", users);
}
