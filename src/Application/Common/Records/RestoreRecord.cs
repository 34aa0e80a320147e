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
    IRepository<TAggregate> repository, RecordAuthorizer authorizer, IEnumerable<IRestoreRule<TAggregate>> rules, LiveParents parents,
    IClock clock)
    : ICommandHandler<RestoreRecord<TAggregate, TView>, TView>
    where TAggregate : AggregateRoot, IRestorable
    where TView : class, IView
{
    public async Task<Result<Reply<TView>>> HandleAsync(RestoreRecord<TAggregate, TView> command, CancellationToken ct)
    {
        var action = UseCase.Of(typeof(RestoreRecord<TAggregate, TView>)).Right!.Value.Action;
        var found = await authorizer.FindAsync(repository, command.Id, action, inTrashToo: true, ct);
        if (found.Error is { } error)
            return error;
        if ((found.Value as IChildAggregate)?.ParentId != command.ParentId)
            return RecordCatalog.Of<TAggregate>().NotFound;
        if (found.Value.DeletedAt is null)
            return Reply.View<TView>(command.Id);
        foreach (var rule in rules)
        {
            if (await rule.CheckAsync(found.Value, ct) is { } rejected)
                return rejected;
        }

        if (await parents.CheckAsync<TAggregate>(command.Id, ct) is { } inTrash)
            return inTrash;
        found.Value.Restore(clock.Now);
        return Reply.View<TView>(command.Id);
    }
}
