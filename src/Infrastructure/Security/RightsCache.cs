using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Crm.Application.ApiKeys;
using Crm.Domain.Roles;
using Dapper;

namespace Crm.Infrastructure.Security;

/// <summary>
/// The permissions and time zones of users, cached until any user or permission changes. The cache is cleared after the commit on this
/// instance, and by a database notification on all others. What is cached is used only while the connection that receives the notifications
/// is known to work.
/// </summary>
public sealed class RightsCache(NpgsqlDataSource source, Organisation organisation, IClock clock)
{
    /// <summary>The notification that permissions have changed.</summary>
    public const string Channel = "crm_rights";

    private readonly ConcurrentDictionary<Guid, Caller> callers = new();
    private readonly ConcurrentDictionary<string, Guid> userIds = new();
    private readonly ConcurrentDictionary<string, KeyCaller> keys = new();
    /// <summary>What is cached is used for this long after the last proof that notifications are received.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromMilliseconds(900);

    private int generation;
    private long heardAt;
    private volatile bool listening;

    private bool IsCurrent => listening && Stopwatch.GetElapsedTime(Volatile.Read(ref heardAt)) < Trust;

    /// <summary>The active user with a login of the external authority: an e-mail address or a username.</summary>
    public async ValueTask<Guid?> FindUserAsync(string login, CancellationToken ct)
    {
        if (IsCurrent && userIds.TryGetValue(login, out var remembered))
            return remembered;
        var before = Volatile.Read(ref generation);
        await using var connection = await source.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select id from users where (lower(email) = lower(@login) or lower(username) = lower(@login)) and is_active and deleted_at " +
                "is null",
            new { login },
            cancellationToken: ct));
        if (found is { } userId)
            Remember(userIds, login, userId, before);
        return found;
    }

    /// <summary>An active user with their permissions; null if there is none.</summary>
    public async ValueTask<Caller?> FindAsync(Guid userId, CancellationToken ct)
    {
        if (IsCurrent && callers.TryGetValue(userId, out var remembered))
            return remembered;
        var before = Volatile.Read(ref generation);
        await using var connection = await source.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<RightsRow>(new CommandDefinition(
            """
            select u.role_id, r.permissions::text as permissions, r.is_active and r.deleted_at is null as role_active, u.timezone,
                array(
                    select distinct o.user_id from user_group_members m
                    join user_groups g on g.id = m.user_group_id and g.is_active and g.deleted_at is null
                    join user_group_members o on o.user_group_id = g.id
                    where m.user_id = u.id and o.user_id <> u.id) as mates
            from users u join roles r on r.id = u.role_id
            where u.id = @userId and u.is_active and u.deleted_at is null
            """,
            new { userId },
            cancellationToken: ct));
        if (row is null)
            return null;
        var permissions = row.RoleActive ? Permissions.Parse(JsonElement.Parse(row.Permissions)).Value : Permissions.None;
        var caller = new Caller(userId, row.RoleId, permissions, [userId, .. row.Mates], organisation.ZoneOf(row.Timezone));
        Remember(callers, userId, caller, before);
        return caller;
    }

    /// <summary>The caller of a live API key, with the permissions that both its owner and the key have; null if there is none.</summary>
    public async ValueTask<Caller?> FindByKeyAsync(string key, CancellationToken ct)
    {
        if (!ApiKeySecrets.IsWellFormed(key))
            return null;
        var hash = ApiKeySecrets.HashOf(key);
        var name = Convert.ToHexString(hash);
        if (!IsCurrent || !keys.TryGetValue(name, out var found))
        {
            var before = Volatile.Read(ref generation);
            if (await ReadKeyAsync(hash, ct) is not { } read)
                return null;
            found = read;
            Remember(keys, name, found, before);
        }

        return found.ExpiresAt > clock.Now ? found.Caller : null;
    }

    private async Task<KeyCaller?> ReadKeyAsync(byte[] hash, CancellationToken ct)
    {
        KeyRow? row;
        await using (var connection = await source.OpenConnectionAsync(ct))
        {
            row = await connection.QuerySingleOrDefaultAsync<KeyRow>(new CommandDefinition(
                "select id, owner_id, permissions::text as permissions, expires_at from api_keys where key_hash = @hash and deleted_at " +
                    "is null",
                new { hash },
                cancellationToken: ct));
        }

        if (row is null || await FindAsync(row.OwnerId, ct) is not { } owner)
            return null;
        var permissions = owner.Permissions.Within(Permissions.Parse(JsonElement.Parse(row.Permissions)).Value);
        return new KeyCaller(owner with { Permissions = permissions, ApiKeyId = row.Id }, row.ExpiresAt);
    }

    /// <summary>Sets whether notifications of changes are received; without them, nothing is cached.</summary>
    internal void SetListening(bool value)
    {
        listening = value;
        Clear();
    }

    /// <summary>Confirms that every notification that was sent before this time has been received.</summary>
    /// <param name="timestamp">A timestamp of <see cref="Stopwatch"/>.</param>
    internal void HeardUntil(long timestamp) => Volatile.Write(ref heardAt, timestamp);

    public void Clear()
    {
        Interlocked.Increment(ref generation);
        callers.Clear();
        userIds.Clear();
        keys.Clear();
    }

    /// <summary>Does not cache a value that changed while it was read.</summary>
    private void Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache, TKey key, TValue value, int before)
        where TKey : notnull
    {
        if (!listening || before != Volatile.Read(ref generation))
            return;
        cache[key] = value;
        if (before != Volatile.Read(ref generation))
            cache.TryRemove(key, out _);
    }

    private sealed record KeyCaller(Caller Caller, DateTimeOffset ExpiresAt);

    private sealed record KeyRow(Guid Id, Guid OwnerId, string Permissions, DateTimeOffset ExpiresAt);

    private sealed record RightsRow(Guid RoleId, string Permissions, bool RoleActive, string? Timezone, Guid[] Mates);
}
