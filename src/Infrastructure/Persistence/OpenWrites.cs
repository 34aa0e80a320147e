namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Every write transaction holds a shared advisory lock whose key is the time at which it started, by the clock that its changes are
/// stamped with. The lock ends after the commit is visible. So the smallest key in <c>pg_locks</c> is a time that no open transaction
/// undercuts, on any instance.
/// </summary>
internal static class OpenWrites
{
    /// <summary>The upper half of the first key. The service uses no other advisory locks with two keys.</summary>
    private const int Tag = 0x4352;

    private const string LockSql = "select pg_advisory_xact_lock_shared($1, $2)";

    /// <summary>The start of the oldest open write transaction in milliseconds, and then the position of the log, which contains every
    /// commit that preceded.</summary>
    internal static readonly string OldestSql = $"""
        select l.oldest, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
        from (
            select min(((classid::bigint & 65535) << 32) | objid::bigint) as oldest from pg_locks
            where locktype = 'advisory' and objsubid = 2 and (classid::bigint >> 16) = {Tag}
                and database = (select oid from pg_database where datname = current_database())
            offset 0) l
        """;

    /// <summary>Registers a transaction before it stamps any row.</summary>
    public static async Task RegisterAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken ct)
    {
        var start = now.ToUnixTimeMilliseconds();
        await using var command = new NpgsqlCommand(LockSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (Tag << 16) | (int)((start >> 32) & 0xFFFF) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = unchecked((int)start) });
        await command.ExecuteNonQueryAsync(ct);
    }
}
