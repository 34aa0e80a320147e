using System.Text.Json;
using Crm.Domain.ApiKeys;
using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>How users are reached, and which roles a caller may deal with.</summary>
internal sealed class UserAccess(IWriteDb db, ICurrentUser user) : IScopedService
{
    /// <summary>A role's rights, whether or not it is active.</summary>
    public sealed record RoleRights(Permissions Permissions, bool IsActive);

    private sealed record RoleRow(string Permissions, bool IsActive);

    /// <summary>
    /// The live role that a user is to have, kept as it is until the transaction ends. Nobody gives rights that they do not
    /// have: a role that is deactivated now may be active tomorrow, so its rights count all the same.
    /// </summary>
    public async Task<Result<RoleRights>> FindRoleToGiveAsync(Guid roleId, CancellationToken ct)
    {
        if (await FindRoleAsync(roleId, ct) is not { } role)
            return RoleErrors.NotFound.At("roleId");
        return ErrorOf(role) is { } error ? error.At("roleId") : role;
    }

    /// <summary>Whoever sets a user's password, e-mail address or username could log in as that user: it takes the user's rights.</summary>
    public async Task<Error?> CheckReachAsync(User target, CancellationToken ct) =>
        user.Required.ByApiKey ? ApiKeyErrors.NotAllowed : target.Id != user.Required.UserId && await FindRoleAsync(target.RoleId, ct) is { } role ? ErrorOf(role) : null;

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
