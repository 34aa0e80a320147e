using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Application.Common.Ports;
using Crm.Domain.Roles;
using Dapper;
using Npgsql;

namespace Crm.Infrastructure.Security;

/// <summary>
/// The rights of users, remembered until somebody's rights change: dropped after the commit on this instance, and on a
/// database notification on every other.
/// </summary>
public sealed class RightsCache(NpgsqlDataSource source)
{
    /// <summary>The notification that rights have changed.</summary>
    public const string Channel = "crm_rights";

    private readonly ConcurrentDictionary<Guid, Caller> callers = new();
    private int generation;

    /// <summary>The rights of an active user, or null where there is none.</summary>
    public async ValueTask<Caller?> FindAsync(Guid userId, CancellationToken ct)
    {
        if (callers.TryGetValue(userId, out var remembered))
            return remembered;
        var before = Volatile.Read(ref generation);
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        var row = await connection.QuerySingleOrDefaultAsync<RightsRow>(new CommandDefinition(
            """
            select u.role_id, r.permissions::text as permissions, r.is_active and r.deleted_at is null as role_active
            from users u join roles r on r.id = u.role_id
            where u.id = @userId and u.is_active and u.deleted_at is null
            """,
            new { userId },
            cancellationToken: ct)).ConfigureAwait(false);
        if (row is null)
            return null;
        var permissions = row.RoleActive ? Permissions.Parse(JsonElement.Parse(row.Permissions)).Value : Permissions.None;
        var caller = new Caller(userId, row.RoleId, permissions);
        // Rights that changed while they were read are not remembered.
        if (before == Volatile.Read(ref generation))
        {
            callers[userId] = caller;
            if (before != Volatile.Read(ref generation))
                callers.TryRemove(userId, out _);
        }

        return caller;
    }

    public void Clear()
    {
        Interlocked.Increment(ref generation);
        callers.Clear();
    }

    private sealed record RightsRow(Guid RoleId, string Permissions, bool RoleActive);
}
