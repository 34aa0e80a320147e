using Crm.Infrastructure.Persistence;
using Dapper;
using Npgsql;

namespace Crm.Api.Tests.Rules;

/// <summary>Rule 8, second half: the database has exactly the objects of the files in Persistence/Schema.</summary>
[Category("Slow")]
public sealed class DatabaseObjectRules : ApiTest
{
    /// <summary>Kind, name and definition of each object that must be declared in a file. Indexes of constraints are excluded.</summary>
    private const string CatalogueSql = """
        select 'functions' as kind, proname::text as name, pg_get_functiondef(oid) as definition from pg_proc p
        where pronamespace = 'public'::regnamespace
            and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        union all
        select 'views', relname, pg_get_viewdef(oid) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
        union all
        select 'triggers', r.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) from pg_trigger t join pg_class r on r.oid = t.tgrelid
        where r.relnamespace = 'public'::regnamespace and not t.tgisinternal
        union all
        select 'indexes', r.relname || '.' || c.relname, pg_get_indexdef(c.oid)
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class r on r.oid = i.indrelid
        where r.relnamespace = 'public'::regnamespace
            and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u'))
        union all
        select 'statistics', r.relname || '.' || a.attname, a.attstattarget::text from pg_attribute a join pg_class r on r.oid = a.attrelid
        where r.relnamespace = 'public'::regnamespace and r.relkind = 'r' and a.attnum > 0 and a.attstattarget > 0
        union all
        select 'storage', r.relname || '.' || o.option_name, o.option_value from pg_class r, pg_options_to_table(r.reloptions) o
        where r.relnamespace = 'public'::regnamespace and r.relkind = 'r'
        union all
        select 'checks', r.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
        from pg_constraint k join pg_class r on r.oid = k.conrelid
        where r.relnamespace = 'public'::regnamespace and k.contype = 'c' and r.relname || '.' || k.conname = any(@declaredChecks)
        order by 1, 2
        """;

    [Test]
    public async Task The_database_has_exactly_the_objects_of_the_files()
    {
        await using var connection = await Db.OpenAsync();
        var names = (await CatalogueAsync(connection)).Select(o => $"{o.Kind} {o.Name}");
        Assert.That(names, Is.EquivalentTo(SchemaObject.All.Select(o => $"{o.Kind} {o.Name}")));
    }

    [Test]
    public async Task Their_definitions_are_those_of_the_files()
    {
        await using var connection = new NpgsqlConnection(Db.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        // The transaction is rolled back.
        await using var transaction = await connection.BeginTransactionAsync();
        var migrated = await CatalogueAsync(connection);

        await SchemaObjects.ApplyAsync(connection, [], CancellationToken.None);
        Assert.That(await CatalogueAsync(connection), Is.Empty);
        await SchemaObjects.ApplyAsync(connection, SchemaObject.All, CancellationToken.None);

        Assert.That(await CatalogueAsync(connection), Is.EqualTo(migrated));
    }

    [Test]
    public async Task A_second_migration_applies_nothing()
    {
        var result = await Migrator.MigrateAsync(Db.OwnerConnectionString, Db.ServiceConnectionString, CancellationToken.None);
        Assert.That(result.IsEmpty, Is.True);
    }

    [Test]
    public void A_file_is_named_like_its_function_view_or_table()
    {
        var wrong =
            from kind in SchemaObject.All.Select(o => o.Kind).Distinct()
            from file in SchemaFiles.In(kind)
            from item in SchemaObject.Parse(kind, file.Text)
            where item.Name.Split('.')[0] != file.Name
            select $"{kind}/{file.Name}.sql: {item.Name}";
        Assert.That(wrong, Is.Empty);
    }

    private static async Task<IReadOnlyList<CatalogueObject>> CatalogueAsync(NpgsqlConnection connection)
    {
        var declaredChecks = SchemaObject.All.Where(o => o.Kind == "checks").Select(o => o.Name).ToArray();
        return (await connection.QueryAsync<CatalogueObject>(CatalogueSql, new { declaredChecks })).AsList();
    }

    private sealed record CatalogueObject(string Kind, string Name, string Definition);
}
