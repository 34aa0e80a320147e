namespace Crm.Application.Common.Records;

/// <summary>Moves a record to the trash.</summary>
/// <param name="Id">The record.</param>
/// <param name="ParentId">The parent record in the URL. Null if the record has no parent.</param>
public sealed record DeleteRecord<TAggregate>(Guid Id, Guid? ParentId = null) : ICommand<NoContent>, IDescribedUseCase
    where TAggregate : AggregateRoot, IDeletable
{
    public static UseCase Describe()
    {
        var record = RecordCatalog.Of<TAggregate>();
        // A child is part of its parent, so deleting it requires the permission to update the parent.
        return UseCase.With($"Delete{record.OperationName}", record.Resource, record.Parent is null ? RightAction.Delete
            : RightAction.Update);
    }
}

internal sealed class DeleteRecordHandler<TAggregate>(IRepository<TAggregate> repository, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<DeleteRecord<TAggregate>, NoContent>
    where TAggregate : AggregateRoot, IDeletable
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteRecord<TAggregate> command, CancellationToken ct)
    {
        var action = UseCase.Of(typeof(DeleteRecord<TAggregate>)).Right!.Value.Action;
        var found = await authorizer.FindAsync(repository, command.Id, action, ct: ct);
        if (found.Error is { } error)
            return error;
        if ((found.Value as IChildAggregate)?.ParentId != command.ParentId)
            return RecordCatalog.Of<TAggregate>().NotFound;
        found.Value.Delete(clock.Now);
        return Reply.None(command.Id);
    }
}
