using System.Diagnostics;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Crm.Bench.Generator;

/// <summary>A record that is to be written, and its place in the plan.</summary>
internal readonly record struct Row<T>(T Record, int Place);

/// <summary>Writes rows by binary COPY; which columns a record has, and how each is stored, the service's own model tells.</summary>
internal sealed class Loader(NpgsqlConnection connection, IModel model, Stopwatch clock)
{
    private TimeSpan told;

    internal sealed record Column<T>(string Name, string Type, Func<T, object?> Value);

    /// <summary>The columns of an aggregate or of one of its children.</summary>
    /// <param name="instead">Columns that the service keeps by statements of its own.</param>
    public Column<Row<T>>[] ColumnsOf<T>(params (string Name, Func<Row<T>, object?> Value)[] instead)
    {
        var entity = model.FindEntityType(typeof(T))!;
        var record = Expression.Parameter(typeof(T));
        return [.. Columns(entity, record).Select(c =>
        {
            var (name, type) = (c.Property.GetColumnName(), c.Property.GetColumnType());
            if (Array.Find(instead, i => i.Name == name).Value is { } given)
                return new Column<Row<T>>(name, Plain(type), given);
            var read = Expression.Lambda<Func<T, object?>>(Expression.Convert(c.Read, typeof(object)), record).Compile();
            return c.Property.GetTypeMapping().Converter is { } converter
                ? new Column<Row<T>>(name, Plain(type), r => converter.ConvertToProvider(read(r.Record)))
                : new Column<Row<T>>(name, Plain(type), r => read(r.Record));
        })];
    }

    /// <summary>The type without its length or precision.</summary>
    private static string Plain(string type)
    {
        var at = type.IndexOf('(', StringComparison.Ordinal);
        return at < 0 ? type : type[..at] + type[(type.IndexOf(')', at) + 1)..];
    }

    private static IEnumerable<(IProperty Property, Expression Read)> Columns(ITypeBase type, Expression from) =>
        type.GetProperties().Select(p => (p, (Expression)Expression.Property(from, p.PropertyInfo!)))
            .Concat(type.GetComplexProperties().SelectMany(c => Columns(c.ComplexType, Expression.Property(from, c.PropertyInfo!))));

    public string TableOf<T>() => model.FindEntityType(typeof(T))!.GetTableName()!;

    public async Task CopyAsync<T>(string table, Column<T>[] columns, IEnumerable<T> rows)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"copy {table} ({string.Join(", ", columns.Select(c => c.Name))}) from stdin (format binary)");
        writer.Timeout = TimeSpan.FromHours(1);
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value)
                    await writer.WriteAsync(value, column.Type);
                else
                    await writer.WriteNullAsync();
            }
        }

        await writer.CompleteAsync();
    }

    /// <summary>
    /// Drops what is made faster at the end, at once: indexes that no rule needs, and foreign keys, which then are checked table by table.
    /// Primary keys, unique indexes and triggers stay.
    /// </summary>
    /// <returns>The statements that make them again.</returns>
    public async Task<IReadOnlyList<string>> DropIndexesAndForeignKeysAsync()
    {
        var (drops, again) = (new List<string>(), new List<string>());
        await using (var command = Command("""
            select format('drop index %I', c.relname), pg_get_indexdef(i.indexrelid)
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where c.relnamespace = 'public'::regnamespace and not i.indisunique
            union all
            select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint
            where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0
            order by 2 desc
            """))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                drops.Add(reader.GetString(0));
                again.Add(reader.GetString(1));
            }
        }

        await ExecuteAsync(string.Join(';', drops));
        return again;
    }

    public async Task MakeAgainAsync(IReadOnlyList<string> statements)
    {
        await ExecuteAsync("set maintenance_work_mem = '1GB'");
        for (var i = 0; i < statements.Count; i++)
        {
            await ExecuteAsync(statements[i]);
            Progress("indexes and foreign keys", i + 1, statements.Count);
        }
    }

    public async Task ReportAsync()
    {
        await using var command = Command("select pg_size_pretty(pg_database_size(current_database()))");
        Say($"Done: {await command.ExecuteScalarAsync()}");
    }

    public async Task<long> CountAsync(string table)
    {
        await using var command = Command($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Told now and then, and at the end of a table.</summary>
    public void Progress(string table, int written, int all)
    {
        if (written < all && clock.Elapsed - told < TimeSpan.FromSeconds(5))
            return;
        told = clock.Elapsed;
        Say($"{table}: {written:N0} of {all:N0}");
    }

    public void Say(string text) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {text}");

    private NpgsqlCommand Command(string sql) => new(sql, connection);
}
