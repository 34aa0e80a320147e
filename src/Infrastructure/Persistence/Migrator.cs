using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>Brings the schema up to date as its owner, then gives the service role its rights, table by table.</summary>
public static class Migrator
{
    /// <summary>
    /// The service may do these and nothing else. Audit and histories are only ever added to; derived columns are part of
    /// their tables' update right.
    /// </summary>
    private const string GrantSql = """
        do $do$
        declare
            t record;
        begin
            execute format('revoke all on all tables in schema public from %1$I', '{role}');
            execute format('grant usage on schema public to %1$I', '{role}');
            for t in select tablename from pg_tables where schemaname = 'public' loop
                if t.tablename in ('audit_logs', 'deal_stage_history', 'lead_status_history', 'lead_activities') then
                    execute format('grant select, insert on %I to %I', t.tablename, '{role}');
                elsif t.tablename = '__EFMigrationsHistory' then
                    execute format('grant select on %I to %I', t.tablename, '{role}');
                else
                    execute format('grant select, insert, update, delete on %I to %I', t.tablename, '{role}');
                end if;
            end loop;
            execute format('grant usage on all sequences in schema public to %1$I', '{role}');
        end
        $do$
        """;

    /// <summary>Two instances that start at once migrate one after the other.</summary>
    private const string LockSql = "select pg_advisory_lock(hashtextextended('crm-migrate', 0))";

    /// <param name="ownerConnectionString">The role that owns the schema.</param>
    /// <param name="serviceConnectionString">The role that the service runs as; the same one where only one is given, which is no wall.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The migrations that were applied.</returns>
    public static async Task<IReadOnlyList<string>> MigrateAsync(string ownerConnectionString, string serviceConnectionString, CancellationToken ct)
    {
        await using var source = new NpgsqlDataSourceBuilder(ownerConnectionString).Build();
        await using var guard = await source.OpenConnectionAsync(ct);
        await guard.ExecuteAsync(new CommandDefinition(LockSql, cancellationToken: ct));
        var options = new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(source).Options;
        await using var db = new CrmDbContext(options);
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
            await db.Database.MigrateAsync(ct);
        var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString).Username;
        var service = new NpgsqlConnectionStringBuilder(serviceConnectionString).Username;
        if (service is not null && service != owner)
            await guard.ExecuteAsync(new CommandDefinition(GrantSql.Replace("{role}", service.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal), cancellationToken: ct));
        return pending;
    }
}
