using System.Text.Json;
using Crm.Domain.ApiKeys;
using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>Checks which users and roles a caller may manage.</summary>
internal sealed class UserAccess(IWriteDb db, ICurrentUser user) : IScopedService
{
    /// <summary>The permissions of a role, whether or not it is active.</summary>
    public sealed record RoleRights(Permissions Permissions, bool IsActive);

    private sealed record RoleRow(string Permissions, bool IsActive);

    /// <summary>
    /// The live role for a user, locked until the transaction ends. Callers cannot grant permissions that they do not
    /// have. The permissions of an inactive role count too, because the role can be activated later.
    /// </summary>
    public async Task<Result<RoleRights>> FindRoleToGiveAsync(Guid roleId, CancellationToken ct)
    {
        if (await FindRoleAsync(roleId, ct) is not { } role)
            return RecordCatalog.Of<Role>().NotFound.At("roleId");
        return ErrorOf(role) is { } error ? error.At("roleId") : role;
    }

    /// <summary>A caller who sets the password, e-mail address or username of a user could log in as that user, so the caller needs all
    /// permissions of the user.</summary>
    public async Task<Error?> CheckReachAsync(User target, CancellationToken ct) =>
        user.Required.ByApiKey ? ApiKeyErrors.NotAllowed : target.Id == user.Required.UserId ? null : await CheckRightsAsync(target, ct);

    /// <summary>A caller who gives a user another role, activates, deactivates, deletes or restores the user needs all permissions of
    /// the user. An API key has its own permissions only, also for the user that it acts for.</summary>
    public async Task<Error?> CheckRightsAsync(User target, CancellationToken ct) =>
        await FindRoleAsync(target.RoleId, ct, inTrashToo: true) is { } role ? ErrorOf(role) : null;

    /// <summary>A caller who takes permissions from a role demotes its users, so the caller needs all its permissions. The role is locked
    /// already, so no user can get it meanwhile.</summary>
    public async Task<Error?> CheckHoldersAsync(Guid roleId, Permissions before, CancellationToken ct) =>
        user.Required.Permissions.FirstBeyond(before) is { } right && await db.QuerySingleOrDefaultAsync<bool>(
            $"select exists (select 1 from users where role_id = {roleId} and deleted_at is null)", ct)
            ? RoleErrors.ExceedsOwnRights(right).At("permissions")
            : null;

    /// <summary>The permissions of the caller's user, also those that the caller's API key does not have.</summary>
    public async Task<Permissions> OwnRightsAsync(CancellationToken ct) => !user.Required.ByApiKey
        ? user.Required.Permissions
        : await FindRoleAsync(user.Required.RoleId, ct) is { IsActive: true } role ? role.Permissions : Permissions.None;

    private Error? ErrorOf(RoleRights role) =>
        user.Required.Permissions.FirstBeyond(role.Permissions) is { } right ? RoleErrors.ExceedsOwnRights(right) : null;

    private async Task<RoleRights?> FindRoleAsync(Guid roleId, CancellationToken ct, bool inTrashToo = false)
    {
        SqlFragment live = inTrashToo ? SqlFragment.Empty : $" and deleted_at is null";
        var row = await db.QuerySingleOrDefaultAsync<RoleRow>(
            $"select permissions::text as permissions, is_active from roles where id = {roleId}{live} for share", ct);
        return row is null ? null : new RoleRights(Permissions.Parse(JsonElement.Parse(row.Permissions)).Value, row.IsActive);
    }
}
