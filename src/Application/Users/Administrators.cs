using System.Text.Json;

namespace Crm.Application.Users;

/// <summary>
/// Ensures that an administrator remains: an active user with an active role that has every permission
/// (<see cref="Permissions.AreAll"/>).
/// </summary>
internal sealed class Administrators(IWriteDb db) : IScopedService
{
    private sealed record RoleRow(string Permissions, bool Now, bool Later);

    /// <summary>Checked before a user stops being an administrator.</summary>
    public Task<Error?> CheckWithoutUserAsync(Guid userId, CancellationToken ct) => CheckAsync(userId, null, ct);

    /// <summary>Checked before a role stops granting administration.</summary>
    public Task<Error?> CheckWithoutRoleAsync(Guid roleId, CancellationToken ct) => CheckAsync(null, roleId, ct);

    private async Task<Error?> CheckAsync(Guid? userId, Guid? roleId, CancellationToken ct)
    {
        // Without the lock, two administrators who are removed concurrently would each count the other. Taken after the locks on users and
        // roles.
        await db.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended('administrators', 0))", ct);
        var rows = await db.QueryAsync<RoleRow>(
            $"""
            select r.permissions::text as permissions,
                exists (select 1 from users u where u.role_id = r.id and u.is_active and u.deleted_at is null) as now,
                r.id is distinct from {roleId} and exists (
                    select 1 from users u
                    where u.role_id = r.id and u.is_active and u.deleted_at is null and u.id is distinct from {userId}) as later
            from roles r where r.is_active and r.deleted_at is null
            """,
            ct);
        var administrating = rows.Where(r => Permissions.Parse(JsonElement.Parse(r.Permissions)).Value.AreAll).ToList();
        return administrating.Exists(r => r.Now) && !administrating.Exists(r => r.Later) ? RoleErrors.LastAdministrator : null;
    }
}
