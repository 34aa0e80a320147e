using System.Text.Encodings.Web;

namespace Crm.Api.Tests.Rules;

/// <summary>Snapshots of what clients and operators rely on, so that a change is visible in the diff.</summary>
public sealed class SnapshotTests : ApiTest
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task The_openapi_document()
    {
        var document = (await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Json;
        Snapshot.AssertEqual("docs/openapi.json", JsonSerializer.Serialize(document, Indented) + "\n");
    }

    [Test]
    public async Task The_database_schema()
    {
        var lines = await Db.QueryAsync<string>(
            """
            with relation as (
                select c.oid, c.relname, c.relkind, c.reloptions from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relname !~ 'EFMigrationsHistory')
            select line from (
                select 'table ' || relname || coalesce(' with (' || array_to_string(reloptions, ', ') || ')', '') as line from relation
                    where relkind in ('r', 'p')
                union all
                select 'column ' || r.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull
                    then ' not null' else '' end
                    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                    || case a.attidentity when '' then '' else ' identity ' || a.attidentity::text end
                    || case when a.attstattarget > 0 then ' statistics ' || a.attstattarget else '' end
                from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where r.relkind in ('r', 'p')
                union all
                select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and conname !~ 'EFMigrationsHistory'
                union all
                select 'index ' || pg_get_indexdef(i.indexrelid) from pg_index i join relation r on r.oid = i.indrelid
                union all
                select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join relation r on r.oid = t.tgrelid
                    where not t.tgisinternal
                union all
                select 'view ' || relname || ' ' || pg_get_viewdef(oid) from relation where relkind in ('v', 'm')
                union all
                select 'sequence ' || relname from relation where relkind = 'S'
                union all
                select 'statistics ' || pg_get_statisticsobjdef(oid) from pg_statistic_ext where stxnamespace = 'public'::regnamespace
                union all
                select 'extension ' || extname from pg_extension
                union all
                select 'grant ' || r.relname || ' to ' || case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee)::text end
                    || ' '
                    || string_agg(x.privilege_type, ', ' order by x.privilege_type)
                from relation r join pg_class c on c.oid = r.oid, aclexplode(c.relacl) x
                where x.grantee <> c.relowner group by r.relname, x.grantee
                union all
                select 'function ' || pg_get_functiondef(p.oid) from pg_proc p
                where p.pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend e where e.objid = p.oid
                    and e.deptype = 'e')
            ) as object
            order by line collate "C"
            """);
        Assert.That(lines, Has.Count.GreaterThan(200));
        Snapshot.AssertEqual("docs/database-schema.txt", string.Join('\n', lines) + "\n");
    }
}
