using Crm.Infrastructure.Persistence;
using Dapper;
using Npgsql;

namespace Crm.Api.Tests.Migrations;

/// <summary>How database objects are applied, changed and dropped, in a transaction that is rolled back.</summary>
[Category("Slow")]
public sealed class SchemaObjectsTests
{
    private NpgsqlConnection connection = null!;

    [OneTimeSetUp]
    public async Task Create_a_database()
    {
        await using var database = await (await TestCluster.GetAsync()).CreateDatabaseAsync();
        connection = new NpgsqlConnection(database.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
    }

    [OneTimeTearDown]
    public async Task Close() => await connection.DisposeAsync();

    [SetUp]
    public async Task Begin() => await connection.ExecuteAsync(
        "begin; create table sample (a int, b int); insert into sample values (1, 1), (2, 2)");

    [TearDown]
    public async Task Roll_back() => await connection.ExecuteAsync("rollback");

    // A statement, its changed version, and a query that shows which of them is in effect.
    [TestCase(
        "functions",
        "create or replace function sample_sum(int) returns int language sql as $fn$ select $1 + 1 $fn$;",
        "create or replace function sample_sum(int, int) returns bigint language sql as $fn$ select $1::bigint + $2 $fn$;",
        "select pg_get_function_arguments(oid) from pg_proc where proname = 'sample_sum'",
        "integer",
        "integer, integer")]
    [TestCase(
        "views",
        "create or replace view sample_view as select a, b from sample;",
        "create or replace view sample_view as select b from sample;",
        "select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = to_regclass('sample_view')",
        "a,b",
        "b")]
    [TestCase(
        "triggers",
        "create or replace trigger sample_trigger before insert on sample execute function suppress_redundant_updates_trigger();",
        "create or replace trigger sample_trigger before update on sample execute function suppress_redundant_updates_trigger();",
        "select substring(pg_get_triggerdef(oid) from 'INSERT|UPDATE') from pg_trigger where tgname = 'sample_trigger'",
        "INSERT",
        "UPDATE")]
    [TestCase(
        "indexes",
        "create index if not exists ix_sample on sample (a);",
        "create unique index if not exists ix_sample on sample (a, b);",
        "select pg_get_indexdef(to_regclass('ix_sample'))",
        "CREATE INDEX ix_sample ON public.sample USING btree (a)",
        "CREATE UNIQUE INDEX ix_sample ON public.sample USING btree (a, b)")]
    [TestCase(
        "statistics",
        "alter table sample alter column a set statistics 200;",
        "alter table sample alter column a set statistics 300;",
        "select nullif(attstattarget, -1)::text from pg_attribute where attrelid = 'sample'::regclass and attname = 'a'",
        "200",
        "300")]
    [TestCase(
        "storage",
        "alter table sample set (fillfactor = 60);",
        "alter table sample set (fillfactor = 70);",
        "select reloptions[1] from pg_class where relname = 'sample'",
        "fillfactor=60",
        "fillfactor=70")]
    [TestCase(
        "checks",
        "alter table sample add constraint ck_sample_a check (a > 0);",
        "alter table sample add constraint ck_sample_a check (a > -1);",
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck_sample_a' and convalidated",
        "CHECK ((a > 0))",
        "CHECK ((a > '-1'::integer))")]
    public async Task An_object_is_created_replaced_and_dropped(
        string kind, string first, string second, string shows, string before, string after)
    {
        var name = SchemaObject.Parse(kind, first).Single().Name;

        Assert.That(await ApplyAsync(kind, first), Is.EqualTo(new[] { new SchemaObjectChange(kind, name, SchemaObjectAction.Created) }));
        Assert.That(await connection.QueryAsync<string?>(shows), Is.EqualTo(new[] { before }));
        Assert.That(await ApplyAsync(kind, first), Is.Empty);

        Assert.That(await ApplyAsync(kind, second), Is.EqualTo(new[] { new SchemaObjectChange(kind, name, SchemaObjectAction.Replaced) }));
        Assert.That(await connection.QueryAsync<string?>(shows), Is.EqualTo(new[] { after }));

        Assert.That(await ApplyAsync(kind, ""), Is.EqualTo(new[] { new SchemaObjectChange(kind, name, SchemaObjectAction.Dropped) }));
        Assert.That((await connection.QueryAsync<string?>(shows)).Where(v => v is not null), Is.Empty);
    }

    [Test]
    public async Task A_function_that_triggers_use_is_replaced_without_dropping_them()
    {
        const string Trigger = "create or replace trigger sample_trigger after insert on sample execute function sample_fn();";
        const string Function =
            "create or replace function sample_fn() returns trigger language plpgsql as $fn$ begin return null; end $fn$;";
        SchemaObject[] Declared(string function) =>
            [.. SchemaObject.All, .. SchemaObject.Parse("functions", function), .. SchemaObject.Parse("triggers", Trigger)];
        await SchemaObjects.ApplyAsync(connection, Declared(Function), CancellationToken.None);

        var changed = Declared(Function.Replace("return null", "return new"));
        var changes = await SchemaObjects.ApplyAsync(connection, changed, CancellationToken.None);

        Assert.That(changes.Select(c => c.Name), Is.EqualTo(new[] { "sample_fn" }));
        var body = await connection.ExecuteScalarAsync<string>("select prosrc from pg_proc where proname = 'sample_fn'");
        Assert.That(body, Does.Contain("return new"));
        // Both are dropped, the trigger first.
        Assert.That(await SchemaObjects.ApplyAsync(connection, SchemaObject.All, CancellationToken.None), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_index_is_not_built_again_for_another_layout_or_a_comment()
    {
        await ApplyAsync("indexes", "create index if not exists ix_sample on sample (a) where a > 1;");
        const string SameIndex = "-- Why; and how.\ncreate index if not exists ix_sample on sample (a)\n    where a > 1;\n";
        Assert.That(await ApplyAsync("indexes", SameIndex), Is.Empty);
    }

    [Test]
    public async Task An_object_whose_column_or_table_a_migration_has_dropped_is_dropped()
    {
        SchemaObject[] declared =
        [
            .. SchemaObject.Parse("indexes", "create index if not exists ix_sample on sample (a);"),
            .. SchemaObject.Parse("triggers",
                "create or replace trigger sample_trigger before update on sample execute function suppress_redundant_updates_trigger();"),
            .. SchemaObject.Parse("statistics", "alter table sample alter column a set statistics 200;"),
            .. SchemaObject.Parse("storage", "alter table sample set (fillfactor = 60);"),
            .. SchemaObject.Parse("checks", "alter table sample add constraint ck_sample_a check (a > 0);"),
        ];
        foreach (var sql in new[] { "alter table sample drop column a", "drop table sample" })
        {
            await connection.ExecuteAsync("savepoint s");
            await SchemaObjects.ApplyAsync(connection, [.. SchemaObject.All, .. declared], CancellationToken.None);
            await connection.ExecuteAsync(sql);

            Assert.That(await SchemaObjects.ApplyAsync(connection, SchemaObject.All, CancellationToken.None), Has.Count.EqualTo(5), sql);
            await connection.ExecuteAsync("rollback to savepoint s");
        }
    }

    [Test]
    public async Task A_violated_check_constraint_is_an_error_that_names_it()
    {
        await connection.ExecuteAsync("savepoint s");
        Assert.That(
            () => ApplyAsync("checks", "alter table sample add constraint ck_sample_a check (a > 1);"),
            Throws.InstanceOf<PostgresException>().With.Message.Contains("\"ck_sample_a\" of relation \"sample\" is violated by some row"));
        await connection.ExecuteAsync("rollback to savepoint s");
    }

    [TestCase("indexes", "create index ix_sample on sample (a);")]
    [TestCase("indexes", "create index if not exists ix_sample on sample (a)")]
    [TestCase("functions", "create function f() returns int language sql as $fn$ select 1; $fn$;")]
    [TestCase("checks", "alter table sample add constraint fk_sample foreign key (a) references sample (a);")]
    [TestCase("storage", "alter table sample set (fillfactor = 60, autovacuum_enabled = false);")]
    public void A_statement_that_declares_no_object_of_its_folder_is_an_error(string kind, string sql) =>
        Assert.That(() => SchemaObject.Parse(kind, sql).ToArray(), Throws.InstanceOf<FormatException>().With.Message.Contains(sql));

    [Test]
    public void A_semicolon_in_a_comment_or_a_body_does_not_end_a_statement()
    {
        var objects = SchemaObject.Parse("functions", """
            -- First; with a comment.
            create or replace function one() returns int language sql as $fn$ select 1; -- one;
            $fn$;

            create or replace function two() returns int language plpgsql as $fn$ begin execute $sql$ select 2; $sql$; return 2; end $fn$;
            """);
        Assert.That(objects.Select(o => o.Name), Is.EqualTo(new[] { "one", "two" }));
    }

    private Task<IReadOnlyList<SchemaObjectChange>> ApplyAsync(string kind, string sql) =>
        SchemaObjects.ApplyAsync(connection, [.. SchemaObject.All, .. SchemaObject.Parse(kind, sql)], CancellationToken.None);
}
