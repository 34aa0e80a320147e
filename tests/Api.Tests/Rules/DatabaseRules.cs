using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Crm.Application.Common.Text;
using Crm.Application.Leads;
using Crm.Domain.Tests.Rules;
using Crm.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Api.Tests.Rules;

/// <summary>Rule 8 and the privileges of the service role, checked in the catalog of a migrated database.</summary>
public sealed class DatabaseRules : ApiTest
{
    [Test]
    public async Task The_migrations_match_the_model()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CrmDbContext>();
        Assert.That(db.Database.HasPendingModelChanges(), Is.False, "Add a migration: ./build.sh migration <Name>");
        Assert.That(await db.Database.GetPendingMigrationsAsync(), Is.Empty);
    }

    [Test]
    public async Task Each_foreign_key_is_the_prefix_of_an_index()
    {
        var keys = await Db.QueryAsync<string>(
            "select conname::text from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace");
        Assert.That(keys, Is.Not.Empty);
        // A partial index cannot be used when the referenced row is deleted or updated.
        var without = await Db.QueryAsync<string>(
            """
            select c.conname::text from pg_constraint c
            where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
                select 1 from pg_index i where i.indrelid = c.conrelid and i.indpred is null
                and (i.indkey::int2[])[0:array_length(c.conkey, 1) - 1] @> c.conkey and (i.indkey::int2[])[0:array_length(c.conkey,
                    1) - 1] <@ c.conkey)
            """);
        Assert.That(without, Is.Empty);
    }

    [Test]
    public async Task Names_are_snake_case()
    {
        var names = await Db.QueryAsync<string>(
            """
            select relname::text from pg_class where relnamespace = 'public'::regnamespace and relname not in ('__EFMigrationsHistory',
                'PK___EFMigrationsHistory')
            union select a.attname::text from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                    and c.relname <> '__EFMigrationsHistory'
            union select conname::text from pg_constraint where connamespace = 'public'::regnamespace
                and conname <> 'PK___EFMigrationsHistory'
            """);
        Assert.That(names, Has.Count.GreaterThan(50));
        Assert.That(names.Where(n => !Regex.IsMatch(n, "^[a-z][a-z0-9]*(_[a-z0-9]+)*$")), Is.Empty);
    }

    [Test]
    public async Task Each_enum_column_has_its_check_with_exactly_its_names()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CrmDbContext>();
        var columns = (
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetFlattenedProperties()
            let type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
            where type.IsEnum
            select (Table: entity.GetTableName()!, Column: property.GetColumnName(), Type: type)).ToArray();
        Assert.That(columns, Has.Length.GreaterThan(5));
        foreach (var (table, column, type) in columns)
        {
            var check = await Db.ScalarAsync<string?>(
                "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conname = @name and conrelid = " +
                    "@table::regclass",
                new { name = $"ck_{table}_{column}", table });
            Assert.That(check, Is.Not.Null, $"{table}.{column} has no check");
            var names = (IEnumerable<string>)typeof(EnumText<>).MakeGenericType(type)
                .GetProperty("Names", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
            Assert.That(Regex.Matches(check!, "'([^']+)'").Select(m => m.Groups[1].Value), Is.EquivalentTo(names), $"{table}.{column}");
        }
    }

    [Test]
    public async Task Each_limited_field_has_its_check_or_type()
    {
        var columns = await RuledColumnsAsync();
        var declared = new[] { typeof(AggregateRoot), typeof(LeadActivityRequest) }.SelectMany(t => t.Assembly.GetTypes())
            .Select(FieldRules.Of).OfType<FieldRules>().SelectMany(r => r.Fields).Select(DescriptionOf).ToHashSet();
        Assert.That(declared, Has.Count.GreaterThan(50));
        Assert.That(declared.Except(columns.Select(c => DescriptionOf(c.Field))), Is.Empty, "Fields with rules must have a column.");

        var withoutCheck = new List<string>();
        await using var connection = await Db.OpenAsync();
        foreach (var table in columns.GroupBy(c => c.Table))
        {
            await ExecuteAsync(connection, $"create temp table probe (like {table.Key} including constraints)");
            foreach (var column in await NotNullAsync(connection))
                await ExecuteAsync(connection, $"alter table probe alter {column} drop not null");
            foreach (var (_, field, columnOf) in table)
            {
                foreach (var rule in field.Rules)
                {
                    var stored = rule is RequiredRule && field.Type != typeof(string)
                        ? await IsNullableAsync(table.Key, columnOf(field.Member))
                        : await StoresAsync(connection, field, rule, columnOf);
                    if (stored)
                        withoutCheck.Add($"{table.Key}.{columnOf(field.Member)}: {rule}");
                }
            }

            await ExecuteAsync(connection, "drop table probe");
        }

        Assert.That(withoutCheck, Is.Empty);
    }

    [TestCase("audit_logs")]
    [TestCase("deal_stage_history")]
    [TestCase("lead_status_history")]
    [TestCase("lead_activities")]
    public async Task The_service_role_can_only_insert_into_audit_and_histories(string table)
    {
        await using var service = new NpgsqlConnection(Db.ServiceConnectionString + ";Pooling=false");
        await service.OpenAsync();
        foreach (var sql in new[]
        {
            $"update {table} set id = id", $"delete from {table}", $"truncate {table}", $"drop table {table}",
            $"alter table {table} add x int", $"create index on {table} (id)",
        })
        {
            await using var command = new NpgsqlCommand(sql, service);
            Assert.That(() => command.ExecuteNonQueryAsync(), Throws.InstanceOf<PostgresException>().With.Property("SqlState")
                .EqualTo("42501"), sql);
        }

        await using var read = new NpgsqlCommand($"select count(*) from {table}", service);
        Assert.That(await read.ExecuteScalarAsync(), Is.EqualTo(0L));
    }

    private sealed record RuledColumn(string Table, Field Field, Func<string, string> ColumnOf);

    private async Task<bool> IsNullableAsync(string table, string column) => !await Db.ScalarAsync<bool>(
        "select attnotnull from pg_attribute where attrelid = @table::regclass and attname = @column", new { table, column });

    /// <summary>The columns of the model whose types declare rules, and those of the one table that is not in the model.</summary>
    private async Task<RuledColumn[]> RuledColumnsAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<CrmDbContext>().Model;
        var mapped =
            from entity in model.GetEntityTypes()
            from property in entity.GetFlattenedProperties()
            let field = FieldRules.Of(property.DeclaringType.ClrType)?.Find(property.Name)
            where field is not null
            select new RuledColumn(
                entity.GetTableName()!, field, m => entity.GetFlattenedProperties().First(p => p.Name == m).GetColumnName());
        return
        [
            .. mapped,
            .. LeadActivityRequest.Rules.Fields.Select(f => new RuledColumn(
                "lead_activities", f, m => Regex.Replace(m, "(?<!^)[A-Z]", "_$0").ToLowerInvariant())),
        ];
    }

    private static string DescriptionOf(Field field) => $"{field.Name}: {string.Join(", ", field.Rules)}";

    /// <summary>Whether a value that the rule does not allow can be stored and is still invalid when it is read.</summary>
    private static async Task<bool> StoresAsync(NpgsqlConnection connection, Field field, FieldRule rule, Func<string, string> columnOf)
    {
        foreach (var wrong in WrongValues.Of(rule, field.Type).Where(w => !w.IsStored))
        {
            var column = columnOf(field.Member);
            await using var insert = new NpgsqlCommand($"insert into probe ({column}) values ($1) returning {column}", connection);
            if (rule.Other is { } other)
                insert.CommandText = $"insert into probe ({column}, {columnOf(other)}) values ($1, $2) returning {column}";
            insert.Parameters.Add(ParameterOf(wrong.Value, field.Type));
            if (rule.Other is not null)
                insert.Parameters.Add(ParameterOf(wrong.Other, field.Type));
            try
            {
                // A number with too many decimals is rounded.
                if (await insert.ExecuteScalarAsync() is not decimal read || !rule.Allows(read, wrong.Other))
                    return true;
            }
            catch (PostgresException e) when (e.SqlState is "23514" or "22001" or "22003" or "22021" or "22P05")
            {
                // Rejected by a check, by the type, or as invalid text.
            }
            catch (EncoderFallbackException)
            {
                // Rejected by the driver before it is sent.
            }
        }

        return false;
    }

    private static NpgsqlParameter ParameterOf(object? value, Type type) => value is JsonElement json
        ? new NpgsqlParameter { Value = json.GetRawText(), NpgsqlDbType = NpgsqlDbType.Jsonb }
        : value is null
            ? new NpgsqlParameter
            {
                Value = DBNull.Value,
                NpgsqlDbType = type == typeof(decimal?) ? NpgsqlDbType.Numeric : NpgsqlDbType.Text,
            }
            : new NpgsqlParameter { Value = value is DateOrInstant given ? DatesOrInstants.Format(given) : value };

    private static async Task<IReadOnlyList<string>> NotNullAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select attname::text from pg_attribute where attrelid = 'probe'::regclass and attnum > 0 and attnotnull", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
            columns.Add(reader.GetString(0));
        return columns;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [Test]
    public async Task The_service_role_owns_nothing_and_cannot_change_the_schema()
    {
        Assert.That(await Db.ScalarAsync<long>("select count(*) from pg_class where relowner = 'crm_service'::regrole"), Is.Zero);
        Assert.That(await Db.ScalarAsync<bool>(
            "select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls from pg_roles where rolname = 'crm_service'"), Is.False);
        Assert.That(await Db.ScalarAsync<bool>("select has_schema_privilege('crm_service', 'public', 'create')"), Is.False);
    }
}
