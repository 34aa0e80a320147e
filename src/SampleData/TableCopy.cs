using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Infrastructure.Persistence;

namespace Crm.SampleData;

/// <summary>Writes rows by binary COPY; the EF Core model defines the columns of a record and how each is stored.</summary>
internal sealed class TableCopy(NpgsqlConnection connection, ModelColumns model)
{
    /// <summary>The columns of an aggregate or of one of its children.</summary>
    /// <param name="derived">Properties that the service sets by separate statements, and their values here.</param>
    public TableColumn<T>[] ColumnsOf<T>(params (string Property, Func<T, object?> Value)[] derived)
        where T : notnull => ColumnsOf<T, T>(r => r, derived);

    /// <param name="recordOf">The record of a row.</param>
    /// <param name="derived">Properties that the service sets by separate statements, and their values here.</param>
    public TableColumn<TRow>[] ColumnsOf<TRow, T>(Func<TRow, T> recordOf, params (string Property, Func<TRow, object?> Value)[] derived)
        where T : notnull =>
        [.. model.Of(model.EntityOf(typeof(T))).Select(c => new TableColumn<TRow>(
            c.Property.GetColumnName(),
            TypeOf(c.Property.GetColumnType()),
            Array.Find(derived, d => d.Property == c.Property.Name).Value ?? ReaderOf(c, recordOf)))];

    public string TableOf<T>() => model.EntityOf(typeof(T)).GetTableName()!;

    /// <param name="rows">Aggregates, or children of one kind.</param>
    /// <param name="ct">Cancels the operation.</param>
    public Task WriteAsync<T>(IEnumerable<T> rows, CancellationToken ct)
        where T : notnull => WriteAsync(TableOf<T>(), ColumnsOf<T>(), rows, ct);

    public async Task WriteAsync<T>(string table, TableColumn<T>[] columns, IEnumerable<T> rows, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {table} ({string.Join(", ", columns.Select(c => c.Name))}) from stdin (format binary)", ct);
        writer.Timeout = TimeSpan.FromHours(1);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value)
                    await writer.WriteAsync(value, column.Type, ct);
                else
                    await writer.WriteNullAsync(ct);
            }
        }

        await writer.CompleteAsync(ct);
    }

    /// <summary>The stage history of deals and the status history of leads, from the events of their changes.</summary>
    /// <param name="records">New aggregates, with their events.</param>
    /// <param name="newId">Generates the id of a row, from its time.</param>
    /// <param name="ct">Cancels the operation.</param>
    public async Task WriteHistoryAsync(IEnumerable<AggregateRoot> records, Func<DateTimeOffset, Guid> newId, CancellationToken ct)
    {
        var events = records.SelectMany(r => r.Events).ToList();
        await WriteAsync(events.OfType<DealStageChanged>().Select(e => DealStageHistoryEntry.Of(e, newId(e.At))), ct);
        await WriteAsync(events.OfType<LeadStatusChanged>().Select(e => LeadStatusHistoryEntry.Of(e, newId(e.At))), ct);
    }

    private static Func<TRow, object?> ReaderOf<TRow, T>(ModelColumns.ModelColumn column, Func<TRow, T> recordOf)
        where T : notnull => column.Property.GetTypeMapping().Converter is { } converter
            ? row => converter.ConvertToProvider(column.Read(recordOf(row)))
            : row => column.Read(recordOf(row));

    /// <summary>The type without its length or precision.</summary>
    private static string TypeOf(string type)
    {
        var at = type.IndexOf('(', StringComparison.Ordinal);
        return at < 0 ? type : type[..at] + type[(type.IndexOf(')', at) + 1)..];
    }
}
