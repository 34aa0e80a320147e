using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

[Requires(Resource.ResourceName, RightAction.Update)]
public sealed record UpdateRecordName : RecordNameRequest, IUpdate<UpdateRecordName, RecordName, RecordNameView>;

internal sealed class UpdateRecordNameValidator : AbstractValidator<UpdateRecordName>
{
    public UpdateRecordNameValidator() => Include(new RecordNameRequestValidator());
}

internal sealed class UpdateRecordNameHandler(Ownership ownership, IClock clock) : IUpdateHandler<UpdateRecordName, RecordName>
{
    public async Task<Result> HandleAsync(UpdateRecordName update, RecordName aggregate, Guid id, CancellationToken ct)
    {
        var owner = await ownership.ResolveAsync(
            Resource.ResourceName, RightAction.Update, update.OwnerId, new OwnerId(aggregate.OwnerId), "ownerId", ct);
        return owner.Error is { } error ? error : aggregate.Update(update.Title, update.Description, owner.Value.Id, clock.Now);
    }
}
