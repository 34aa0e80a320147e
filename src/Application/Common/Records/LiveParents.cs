using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>
/// Checks that a record does not become live or open while the records that it refers to are in the trash, as its declaration says
/// (<see cref="RecordField.BlocksRestore"/>).
/// </summary>
internal sealed class LiveParents(IWriteDb db) : IScopedService
{
    /// <summary>The error of the first reference to a record in the trash. The referenced records stay live until the transaction
    /// ends.</summary>
    /// <param name="id">The record, as stored.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Error?> CheckAsync<TAggregate>(Guid id, CancellationToken ct)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        // Every statement locks leads, deals, contacts and companies in this order, to avoid deadlocks.
        foreach (var reference in InLockOrder(record.Fields.All.Where(f => f is { RestoreError: not null, IsSubject: false })))
        {
            if (!await IsLiveAsync(record, reference, id, ct))
                return reference.RestoreError;
        }

        return record.Subjects.FirstOrDefault()?.RestoreError is { } inTrash && !await HasLiveSubjectAsync(record, id, ct) ? inTrash : null;
    }

    private static IEnumerable<RecordField> InLockOrder(IEnumerable<RecordField> references) =>
        references.OrderByDescending(r => RecordCatalog.Of(r.Target!).Table, StringComparer.Ordinal);

    /// <summary>Whether the referenced record is live or absent. It stays so until the transaction ends.</summary>
    private async Task<bool> IsLiveAsync(Record record, RecordField reference, Guid id, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<bool?>(
            $"""
            select p.deleted_at is null from {SqlFragment.Name(record.Table)} t
            join {SqlFragment.Name(RecordCatalog.Of(reference.Target!).Table)} p on p.id = t.{SqlFragment.Name(reference.Column)}
            where t.id = {id} for share of p
            """,
            ct) ?? true;

    /// <summary>Whether one of the record's subjects is live, or there are none. They stay so until the transaction ends.</summary>
    private Task<bool> HasLiveSubjectAsync(Record record, Guid id, CancellationToken ct)
    {
        var subjects = InLockOrder(record.Subjects).ToList();
        var table = SqlFragment.Name(record.Table);
        SqlFragment key = $"{id}";
        var live = subjects.Select(s => (SqlFragment)$"""
            {Live(s)} as (
                select p.id from {SqlFragment.Name(RecordCatalog.Of(s.Target!).Table)} p
                where p.id = (select {SqlFragment.Name(s.Column)} from {table} where id = {key}) and p.deleted_at is null for share)
            """);
        var counts = subjects.Select(s => (SqlFragment)$"(select count(*) from {Live(s)})");
        var nothing = subjects.Select(s => (SqlFragment)$"t.{SqlFragment.Name(s.Column)} is null");
        return db.QuerySingleOrDefaultAsync<bool>(
            $"""
            with {SqlFragment.Join($", ", live)}
            select {SqlFragment.Join($" + ", counts)} > 0 or ({SqlFragment.Join($" and ", nothing)})
            from {table} t where t.id = {key}
            """,
            ct);

        static SqlFragment Live(RecordField subject) => SqlFragment.Name($"live_{RecordCatalog.Of(subject.Target!).Table}");
    }
}
