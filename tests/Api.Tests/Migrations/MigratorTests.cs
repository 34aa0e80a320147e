using Crm.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crm.Api.Tests.Migrations;

/// <summary>Migration of empty databases, of databases from before the baseline, and after a changed definition of rollups.</summary>
[Category("Slow")]
public sealed class MigratorTests
{
    private const string HistorySql = """select "MigrationId" from "__EFMigrationsHistory" order by 1""";

    private const string ChecksSql = """
        select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where contype = 'c' and convalidated and connamespace = 'public'::regnamespace order by 1
        """;

    private TestDatabase database = null!;

    [SetUp]
    public async Task Create_a_database() => database = await (await TestCluster.GetAsync()).CreateDatabaseAsync();

    [TearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task An_empty_database_gets_the_baseline_and_all_objects_once_though_two_instances_start()
    {
        await database.ExecuteAsync("drop schema public cascade; create schema public authorization crm_owner");

        var results = await Task.WhenAll(MigrateAsync(), MigrateAsync());

        Assert.That(results.Count(r => r.IsEmpty), Is.EqualTo(1));
        var first = results.Single(r => !r.IsEmpty);
        Assert.That(first.Migrations, Is.EqualTo(await database.QueryAsync<string>(HistorySql)));
        Assert.That(first.Migrations[0], Does.EndWith("_Baseline"));
        Assert.That(first.Objects, Has.Count.EqualTo(SchemaObject.All.Count));
        Assert.That(first.Objects.Select(o => o.Action), Has.All.EqualTo(SchemaObjectAction.Created));
    }

    [Test]
    public async Task A_database_at_the_last_migration_before_the_baseline_is_adopted_with_its_rows()
    {
        var history = await database.QueryAsync<string>(HistorySql);
        var checks = await database.QueryAsync<string>(ChecksSql);
        await SetHistoryAsync(Migrator.BeforeBaseline);
        await database.ExecuteAsync("insert into companies select * from jsonb_populate_record(null::companies, @row::jsonb)", new
        {
            row = """
                {"id": "01a00000-0000-7000-8000-000000000001", "name": "Before", "name_folded": "before", "search_text": " before",
                "tags": [], "is_active": true, "is_public": false, "version": 3,
                "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-02T00:00:00Z"}
                """,
        });
        var columns = await ColumnsAsync();
        var rows = await RowsAsync(columns);

        var results = await Task.WhenAll(MigrateAsync(), MigrateAsync());

        Assert.That(results.Count(r => r.IsEmpty), Is.EqualTo(1));
        Assert.That(results.SelectMany(r => r.Migrations), Is.EqualTo(history.Skip(1)));
        Assert.That(await database.QueryAsync<string>(HistorySql), Is.EqualTo(history));
        Assert.That(await database.ScalarAsync<long>("select count(*) from schema_objects"), Is.EqualTo(SchemaObject.All.Count));
        Assert.That(await database.QueryAsync<string>(ChecksSql), Is.EqualTo(checks));
        Assert.That(await database.QueryAsync<string>("select proname::text from pg_proc where proname ~ '^rollup_(re|tr)'"),
            Is.EqualTo(new[] { "rollup_recompute" }));
        Assert.That(await RowsAsync(columns), Is.EqualTo(rows));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(5)]
    public async Task A_database_at_an_earlier_migration_is_rejected_unchanged(int migrations)
    {
        var history = Migrator.BeforeBaseline[..migrations];
        await SetHistoryAsync(history);

        Assert.That(
            MigrateAsync,
            Throws.InstanceOf<SchemaException>().With.Message.StartsWith(
                $"The database is at migration {history[^1]}; this version upgrades it only from {Migrator.BeforeBaseline[^1]}."));
        Assert.That(await database.QueryAsync<string>(HistorySql), Is.EqualTo(history));
        Assert.That(await database.ScalarAsync<bool>("select to_regclass('schema_objects') is null"));
    }

    [Test]
    public async Task A_changed_definition_of_a_figure_recomputes_the_rollups()
    {
        await database.ExecuteAsync(
            """
            insert into rollups (figure, n, value, weighted) values ('DEALS', 7, 7, 7);
            update schema_objects set hash = 'of an earlier version' where name = 'deal_figures';
            """);

        var result = await MigrateAsync();

        Assert.That(result.Objects, Is.EqualTo(new[] { new SchemaObjectChange("functions", "deal_figures", SchemaObjectAction.Replaced) }));
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString + ";Pooling=false");
        Assert.That(await new Rollups(source).VerifyAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Texts_that_an_earlier_version_derived_are_derived_again_also_after_an_interruption()
    {
        await database.ExecuteAsync(
            """
            insert into companies (id, name, name_folded, search_text, search_addresses, email, tags, is_active, is_public, version,
                created_at, updated_at)
            select format('01a00000-0000-7000-8000-%s', to_char(i, 'FM000000000000'))::uuid, 'Café ' || i, 'old', 'old', '',
                'jo' || i || '@x.example', '{}', true, false, 3, now(), now() from generate_series(1, 2500) i;
            insert into contacts (id, first_name, last_name, name_folded, search_text, phone_digits, company_id, children_names, tags,
                email_verified, is_decision_maker, is_active, version, created_at, updated_at)
            values ('01a00000-0000-7000-8000-00000000000c', 'Zoë', 'Ångström', 'old', 'old', '',
                '01a00000-0000-7000-8000-000000000007', '{}', '{}', false, false, true, 4, now(), now());
            update derived_tables set version = '0' where name <> 'companies';
            update derived_tables set last_id = '01a00000-0000-7000-8000-000000000500' where name = 'companies';
            """);

        var result = await MigrateAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.DerivedRows, Is.EqualTo(2001));
            Assert.That(await database.QueryAsync<string>(
                "select concat_ws('|', name_folded, search_text, search_addresses, version) from companies order by id offset 498 limit 3"),
                Is.EqualTo(new[]
                {
                    "old|old||3", "old|old||3", "cafe 501| cafe 501| jo501@x.example jo501 x example|3",
                }));
            Assert.That(await database.QueryAsync<string>("select concat_ws('|', name_folded, search_text, version) from contacts"),
                Is.EqualTo(new[] { "angstrom zoe| zoe angstrom\n cafe 7|4" }));
        }

        Assert.That((await MigrateAsync()).IsEmpty);
    }

    [Test]
    public async Task The_instants_of_existing_tasks_stay_instants_and_existing_users_keep_their_time_zone()
    {
        await database.ExecuteAsync(
            """
            insert into tasks (id, title, type, priority, status, creator_id, due_at, start_at, due_date, start_date, search_text, version,
                created_at, updated_at)
            select format('01a00000-0000-7000-8000-00000000000%s', i)::uuid, 'Call', 'CALL', 'LOW', 'PENDING', (select id
                from users limit 1),
                case when i < 3 then timestamptz '2026-01-31 09:30:00.123456Z' end, case when i = 1
                    then timestamptz '2026-01-30 00:00Z' end,
                case when i < 3 then '2026-01-31T09:30:00.123456Z' end, case when i = 1 then '2026-01-30T00:00:00.000000Z' end, '', 1,
                now(), now()
            from generate_series(1, 3) i;
            update users set timezone = 'Europe/Berlin';
            """);
        var before = await database.QueryAsync<string>(TasksSql);
        await using (var db = new CrmDbContext(
            new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(database.OwnerConnectionString).Options))
        {
            var migrations = db.Database.GetMigrations().ToList();
            await db.Database.MigrateAsync(migrations[migrations.FindIndex(m => m.EndsWith("_TimeZones", StringComparison.Ordinal)) - 1]);
        }

        Assert.That(await database.QueryAsync<DateTime?>("select due_date from tasks order by id"), Has.Exactly(1).Null);

        await MigrateAsync();

        Assert.That(await database.QueryAsync<string>(TasksSql), Is.EqualTo(before));
        Assert.That(await database.ScalarAsync<string>("select timezone from users limit 1"), Is.EqualTo("Europe/Berlin"));
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString + ";Pooling=false");
        Assert.That(await new Rollups(source).VerifyAsync(CancellationToken.None), Is.Empty);
    }

    private const string TasksSql = "select concat_ws('|', id, due_date, due_at, start_date, start_at, version) from tasks order by id";

    [Test]
    public void The_functions_that_define_figures_are_declared() =>
        Assert.That(Rollups.Functions, Is.SubsetOf(SchemaObject.All.Where(o => o.Kind == "functions").Select(o => o.Name)));

    private Task<MigrationResult> MigrateAsync() =>
        Migrator.MigrateAsync(database.OwnerConnectionString, database.ServiceConnectionString, CancellationToken.None);

    /// <summary>
    /// The state before the baseline: later migrations reverted, the earlier migration history, no table of database objects, check
    /// constraints only for enums, and the function under its former name.
    /// </summary>
    private async Task SetHistoryAsync(string[] migrations)
    {
        await using (var db = new CrmDbContext(
            new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(database.OwnerConnectionString).Options))
        {
            await db.Database.MigrateAsync(db.Database.GetMigrations().First());
        }

        await database.ExecuteAsync(StateSql, new { migrations });
    }

    private const string StateSql =
        """
        delete from "__EFMigrationsHistory";
        insert into "__EFMigrationsHistory" select unnest(@migrations), '10.0.14';
        drop table schema_objects, derived_tables;
        alter function rollup_recompute() rename to rollup_truth;
        do $do$
        declare
            c record;
        begin
            for c in select conrelid::regclass as of_table, conname from pg_constraint
                where contype = 'c' and connamespace = 'public'::regnamespace and pg_get_constraintdef(oid) !~ '= ANY' loop
                execute format('alter table %s drop constraint %I', c.of_table, c.conname);
            end loop;
        end
        $do$;
        """;

    /// <summary>The columns of each table with data.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ColumnsAsync() =>
        (await database.QueryAsync<(string Table, string Columns)>(
            """
            select c.table_name::text, string_agg(c.column_name, ', ' order by c.column_name)
            from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = c.table_schema
            where t.schemaname = 'public' and t.tablename not in ('__EFMigrationsHistory', 'schema_objects', 'derived_tables')
            group by 1
            """)).ToDictionary(t => t.Table, t => t.Columns);

    /// <summary>A checksum of these columns of each table.</summary>
    private async Task<IReadOnlyDictionary<string, string>> RowsAsync(IReadOnlyDictionary<string, string> columnsOf)
    {
        Assert.That(columnsOf, Is.Not.Empty);
        var sums = new Dictionary<string, string>();
        foreach (var (table, columns) in columnsOf)
        {
            sums[table] = await database.ScalarAsync<string>(
                $"""
                select count(*) || ' ' || coalesce(md5(string_agg(x::text, ',' order by x::text)), '')
                from (select {columns} from {table}) x
                """);
        }

        return sums;
    }
}
