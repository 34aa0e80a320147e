namespace Crm.Application.Roles;

/// <summary>How roles are reached, and which rights a caller may put into one.</summary>
internal static class RoleAccess
{
    /// <summary>Nobody gives rights that they do not have; what a role gives already may stay, and anything may go.</summary>
    /// <param name="caller">Who changes the role.</param>
    /// <param name="before">What it gives now.</param>
    /// <param name="after">What it is to give.</param>
    public static Error? CheckGrant(Caller caller, Permissions before, Permissions after) =>
        caller.Permissions.FirstBeyond(after.Beyond(before)) is { } right ? RoleErrors.ExceedsOwnRights(right).At("permissions") : null;
}
