namespace Crm.Application.Common.Records;

/// <summary>Brings a record back from the trash; one that is live stays as it is.</summary>
/// <param name="Id">The record.</param>
/// <param name="ParentId">The record it belongs to in its address; null: it stands by itself.</param>
public sealed record RestoreRecord<TAggregate, TView>(Guid Id, Guid? ParentId = null) : ICommand<TView>, IDescribedUseCase
    where TAggregate : AggregateRoot, IRestorable
    where TView : class, IView
{
    public static UseCase Describe()
    {
        var record = RecordCatalog.Of<TAggregate>();
        return UseCase.With($"Restore{record.OperationName}", record.Resource, record.Parent is null ? RightAction.Restore : RightAction.Update);
    }
}

internal sealed class RestoreRecordHandler<TAggregate, TView>(IRepository<TAggregate> repository, RecordAuthorizer authorizer, IWriteDb db, IClock clock)
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
        foreach (var reference in record.Fields.All.Where(f => f is { RestoreError: not null, IsSubject: false }))
        {
            // A record that is live already stays so, but nothing is shown under a parent in the trash.
            if ((found.Value.DeletedAt is not null || reference.Column == record.Parent?.Column) && !await IsLiveAsync(record, reference, command.Id, ct))
                return reference.RestoreError!;
        }

        if (record.Subjects.FirstOrDefault()?.RestoreError is { } inTrash && !await HasLiveSubjectAsync(record, command.Id, ct))
            return inTrash;
        found.Value.Restore(clock.Now);
        return Reply.View<TView>(command.Id);
    }

    /// <summary>Whether the record referred to is out of the trash, or there is none; it stays so until the transaction ends.</summary>
    private async Task<bool> IsLiveAsync(Record record, Fields.RecordField reference, Guid id, CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<bool?>(
            $"""
            select p.deleted_at is null from {record.Table} t join {RecordCatalog.Of(reference.Target!).Table} p on p.id = t.{reference.Column}
            where t.id = @id for share of p
            """,
            new { id },
            ct) ?? true;

    /// <summary>Whether one of the record's subjects is out of the trash, or it has none; they stay so until the transaction ends.</summary>
    private Task<bool> HasLiveSubjectAsync(Record record, Guid id, CancellationToken ct)
    {
        // Every statement locks leads, deals, contacts and companies in this order, so that none waits for another in a circle.
        var subjects = record.Subjects.Select(s => (s.Column, RecordCatalog.Of(s.Target!).Table)).OrderByDescending(s => s.Table, StringComparer.Ordinal).ToList();
        var live = subjects.Select(s =>
            $"live_{s.Table} as (select p.id from {s.Table} p where p.id = (select {s.Column} from {record.Table} where id = @id) and p.deleted_at is null for share)");
        return db.QuerySingleOrDefaultAsync<bool>(
            $"""
            with {string.Join(", ", live)}
            select {string.Join(" + ", subjects.Select(s => $"(select count(*) from live_{s.Table})"))} > 0 or ({string.Join(" and ", subjects.Select(s => $"t.{s.Column} is null"))})
            from {record.Table} t where t.id = @id
            """,
            new { id },
            ct);
    }
}
