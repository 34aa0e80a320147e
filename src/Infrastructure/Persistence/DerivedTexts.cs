using Crm.Application.Common.Records;
using Dapper;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Derives the texts of existing rows again when <see cref="IDerived.Version"/> has changed: they are computed in C#, so no migration
/// can do it. Each batch is a transaction that also records how far it came, so an interrupted run continues.
/// </summary>
internal static class DerivedTexts
{
    /// <summary>The number of rows of a transaction.</summary>
    public const int BatchSize = 1000;

    /// <summary>The table of the progress: a version that is reached completely, or up to an id.</summary>
    private const string PrepareSql = """
        create table if not exists derived_tables (
            name text not null,
            version text not null,
            last_id uuid,
            constraint pk_derived_tables primary key (name));
        """;

    private const string ReadSql = """select name, version, last_id as "LastId" from derived_tables""";

    private const string RecordSql = """
        insert into derived_tables (name, version, last_id) values (@Name, @Version, @LastId)
        on conflict (name) do update set version = excluded.version, last_id = excluded.last_id
        """;

    private const string CompaniesSql = "select id, name from companies where id = any(@ids)";

    /// <summary>Creates the table of the progress.</summary>
    public static Task PrepareAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(PrepareSql, cancellationToken: ct));

    /// <summary>Derives the texts of all rows whose version is an earlier one.</summary>
    /// <returns>How many rows have changed.</returns>
    public static async Task<long> DeriveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var states = (await connection.QueryAsync<State>(new CommandDefinition(ReadSql, cancellationToken: ct))).ToDictionary(s => s.Name);
        var pending = RecordCatalog.All.Where(r => typeof(IDerived).IsAssignableFrom(r.Aggregate))
            .Where(r => states.GetValueOrDefault(r.Table) is not { Version: IDerived.Version, LastId: null }).ToArray();
        if (pending.Length == 0)
            return 0;
        await using var db = new CrmDbContext(new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(connection).Options);
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var changed = 0L;
        foreach (var record in pending)
        {
            var state = states.GetValueOrDefault(record.Table);
            var last = state is { Version: IDerived.Version } ? state.LastId : Guid.Empty;
            while (last is { } after)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var rows = await ReadAsync(db, record.Aggregate!, after, ct);
                changed += await DeriveAsync(db, record, rows, ct);
                last = rows.Count < BatchSize ? null : rows[^1].Id;
                var reached = new State(record.Table, IDerived.Version, last);
                await connection.ExecuteAsync(new CommandDefinition(RecordSql, reached, cancellationToken: ct));
                await transaction.CommitAsync(ct);
            }
        }

        return changed;
    }

    private static async Task<int> DeriveAsync(
        CrmDbContext db, Record record, IReadOnlyList<AggregateRoot> rows, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var ids = rows.Select(r => ((IDerived)r).SearchedCompanyId).OfType<Guid>().Distinct().ToArray();
        var companies = ids.Length == 0 ? [] : (await connection.QueryAsync<(Guid Id, string Name)>(
            new CommandDefinition(CompaniesSql, new { ids }, cancellationToken: ct))).ToDictionary(c => c.Id, c => c.Name);
        var derived = RecordMapping.DerivedTexts(record).ToHashSet();
        var columns = db.Model.FindEntityType(record.Aggregate!)!.GetProperties().Where(p => derived.Contains(p.GetColumnName())).ToArray();
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var row in rows)
        {
            var before = ValuesOf(columns, row);
            var aggregate = (IDerived)row;
            aggregate.DeriveTexts(aggregate.SearchedCompanyId is { } company ? companies.GetValueOrDefault(company) : null);
            var after = ValuesOf(columns, row);
            if (before.SequenceEqual(after))
                continue;
            var set = string.Join(", ", columns.Select((c, i) => $"{c.GetColumnName()} = ${i + 2}"));
            var update = new NpgsqlBatchCommand($"update {record.Table} set {set} where id = $1");
            update.Parameters.Add(new NpgsqlParameter { Value = row.Id });
            foreach (var value in after)
                update.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(update);
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        return batch.BatchCommands.Count;
    }

    private static object?[] ValuesOf(IEnumerable<IProperty> columns, object row) =>
        [.. columns.Select(c => c.PropertyInfo!.GetValue(row))];

    private static async Task<IReadOnlyList<AggregateRoot>> ReadAsync(CrmDbContext db, Type aggregate, Guid after, CancellationToken ct)
    {
        var read = typeof(DerivedTexts).GetMethod(nameof(ReadRowsAsync), System.Reflection.BindingFlags.NonPublic |
            System.Reflection.BindingFlags.Static)!.MakeGenericMethod(aggregate);
        return await (Task<IReadOnlyList<AggregateRoot>>)read.Invoke(null, [db, after, ct])!;
    }

    // Rows in the trash, too: they can be restored.
    private static async Task<IReadOnlyList<AggregateRoot>> ReadRowsAsync<T>(CrmDbContext db, Guid after, CancellationToken ct)
        where T : AggregateRoot =>
        await db.Set<T>().AsNoTracking().IgnoreAutoIncludes().Where(r => r.Id > after).OrderBy(r => r.Id).Take(BatchSize).ToListAsync(ct);

    private sealed record State(string Name, string Version, Guid? LastId);
}
