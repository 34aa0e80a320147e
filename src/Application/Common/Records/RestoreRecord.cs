namespace Crm.Application.Common.Records;

/// <summary>Restores a record from the trash. A live record stays unchanged.</summary>
/// <param name="Id">The record.</param>
/// <param name="ParentId">The parent record in the URL. Null if the record has no parent.</param>
public sealed record RestoreRecord<TAggregate, TView>(Guid Id, Guid? ParentId = null) : ICommand<TView>, IDescribedUseCase
    where TAggregate : AggregateRoot, IRestorable
    where TView : class, IView
{
    public static UseCase Describe()
    {
        var record = RecordCatalog.Of<TAggregate>();
        return UseCase.With($"Restore{record.OperationName}", record.Resource, record.Parent is null ? RightAction.Restore
            : RightAction.Update);
    }
}

internal sealed class RestoreRecordHandler<TAggregate, TView>(
    IRepository<TAggregate> repository, RecordAuthorizer authorizer, IEnumerable<IRestoreRule<TAggregate>> rules, IWriteDb db,
    IClock clock)
    : ICommandHandler<RestoreRecord<TAggregate, TView>, TView>
    where TAggregate : AggregateRoot, IRestorable
    where TView : class, IView
{
    public async Task<Result<Reply<TView>>> HandleAsync(RestoreRecord<TAggregate, TView> command, CancellationToken ct)
    {
        var record = RecordCatalog.Of<TAggregate>();
        var action = UseCase.Of(typeof(RestoreRecord<TAggregate, TView>)).Right!.Value.Action;
        var found = await authorizer.FindAsync(repository, command.Id, action, inTrashToo: true, ct);
        if (found.Error is { } error)
            return error;
        if ((found.Value as IChildAggregate)?.ParentId != command.ParentId)
            return record.NotFound;
        foreach (var rule in rules.Where(_ => found.Value.DeletedAt is not null))
        {
            if (await rule.CheckAsync(found.Value, ct) is { } rejected)
                return rejected;
        }

        foreach (var reference in record.Fields.All.Where(f => f is { RestoreError: not null, IsSubject: false }))
        {
            // A live record stays unchanged, but nothing is returned while the parent is in the trash.
            if ((found.Value.DeletedAt is not null || reference.Column == record.Parent?.Column) &&
                !await IsLiveAsync(record, reference, command.Id, ct))
                return reference.RestoreError!;
        }

        if (record.Subjects.FirstOrDefault()?.RestoreError is { } inTrash && !await HasLiveSubjectAsync(record, command.Id, ct))
            return inTrash;
        found.Value.Restore(clock.Now);
        return Reply.View<TView>(command.Id);
    }

    /// <summary>Whether the referenced record is live or absent. It stays so until the transaction ends.</summary>
    private async Task<bool> IsLiveAsync(Record record, Fields.RecordField reference, Guid id, CancellationToken ct) =>
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
        // Every statement locks leads, deals, contacts and companies in this order, to avoid deadlocks.
        var subjects = record.Subjects.OrderByDescending(s => RecordCatalog.Of(s.Target!).Table, StringComparer.Ordinal).ToList();
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

        static SqlFragment Live(Fields.RecordField subject) => SqlFragment.Name($"live_{RecordCatalog.Of(subject.Target!).Table}");
    }
}
