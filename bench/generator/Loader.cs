using System.Diagnostics;
using Crm.Domain.Common;
using Crm.SampleData;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Crm.Bench.Generator;

/// <summary>A record to write, and its index in the plan.</summary>
internal readonly record struct Row<T>(T Record, int Place);

/// <summary>Prepares the database and writes the rows of the plan.</summary>
internal sealed class Loader(NpgsqlConnection connection, IModel model, Stopwatch clock)
{
    private readonly TableCopy copy = new(connection, new ModelColumns(model));
    private TimeSpan lastReport;

    /// <summary>The columns of an aggregate or of a child entity.</summary>
    /// <param name="derived">Properties that the service updates by SQL, not through the aggregate.</param>
    public TableColumn<Row<T>>[] ColumnsOf<T>(params (string Property, Func<Row<T>, object?> Value)[] derived)
        where T : notnull => copy.ColumnsOf(r => r.Record, derived);

    public string TableOf<T>() => copy.TableOf<T>();

    public Task CopyAsync<T>(IEnumerable<T> rows)
        where T : notnull => copy.WriteAsync(rows, CancellationToken.None);

    public Task CopyAsync<T>(string table, TableColumn<T>[] columns, IEnumerable<T> rows) =>
        copy.WriteAsync(table, columns, rows, CancellationToken.None);

    public Task CopyHistoryAsync(IEnumerable<AggregateRoot> records, Func<DateTimeOffset, Guid> newId) =>
        copy.WriteHistoryAsync(records, newId, CancellationToken.None);

    /// <summary>
    /// Drops the non-unique indexes and the foreign keys: it is faster to create them after the load. Primary keys, unique indexes and
    /// triggers stay.
    /// </summary>
    /// <returns>The statements that recreate them.</returns>
    public async Task<IReadOnlyList<string>> DropIndexesAndForeignKeysAsync()
    {
        var (drops, creates) = (new List<string>(), new List<string>());
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
                creates.Add(reader.GetString(1));
            }
        }

        await ExecuteAsync(string.Join(';', drops));
        return creates;
    }

    public async Task RecreateAsync(IReadOnlyList<string> statements)
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
        Report($"Done: {await command.ExecuteScalarAsync()}");
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

    /// <summary>Reports progress every five seconds and at the end of a table.</summary>
    public void Progress(string table, int written, int all)
    {
        if (written < all && clock.Elapsed - lastReport < TimeSpan.FromSeconds(5))
            return;
        lastReport = clock.Elapsed;
        Report($"{table}: {written:N0} of {all:N0}");
    }

    public void Report(string text) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {text}");

    private NpgsqlCommand Command(string sql) => new(sql, connection);
}
