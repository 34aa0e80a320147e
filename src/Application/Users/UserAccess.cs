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
        user.Required.ByApiKey ? ApiKeyErrors.NotAllowed : target.Id != user.Required.UserId &&
            await FindRoleAsync(target.RoleId, ct) is { } role ? ErrorOf(role) : null;

    private Error? ErrorOf(RoleRights role) =>
        user.Required.Permissions.FirstBeyond(role.Permissions) is { } right ? RoleErrors.ExceedsOwnRights(right) : null;

    private async Task<RoleRights?> FindRoleAsync(Guid roleId, CancellationToken ct)
    {
        var row = await db.QuerySingleOrDefaultAsync<RoleRow>(
            $"select permissions::text as permissions, is_active from roles where id = {roleId} and deleted_at is null for share",
            ct);
        return row is null ? null : new RoleRights(Permissions.Parse(JsonElement.Parse(row.Permissions)).Value, row.IsActive);
    }
}
