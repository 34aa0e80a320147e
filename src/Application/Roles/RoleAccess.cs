namespace Crm.Application.Roles;

/// <summary>Checks which permissions a caller may include in a role.</summary>
internal static class RoleAccess
{
    /// <summary>Callers cannot grant permissions that they do not have. Permissions that the role already has may remain, and any may be
    /// removed.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="before">The current permissions of the role.</param>
    /// <param name="after">The new permissions of the role.</param>
    public static Error? CheckGrant(Caller caller, Permissions before, Permissions after) =>
        caller.Permissions.FirstBeyond(after.Beyond(before)) is { } right ? RoleErrors.ExceedsOwnRights(right).At("permissions") : null;
}
