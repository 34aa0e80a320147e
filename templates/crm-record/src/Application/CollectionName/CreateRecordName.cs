using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

[Requires(Resource.ResourceName, RightAction.Create)]
public sealed record CreateRecordName : RecordNameRequest, ICommand<RecordNameView>;

internal sealed class CreateRecordNameValidator : AbstractValidator<CreateRecordName>
{
    public CreateRecordNameValidator() => Include(new RecordNameRequestValidator());
}

internal sealed class CreateRecordNameHandler(IRepository<RecordName> repository, Ownership ownership, IClock clock)
    : ICommandHandler<CreateRecordName, RecordNameView>
{
    public async Task<Result<Reply<RecordNameView>>> HandleAsync(CreateRecordName command, CancellationToken ct)
    {
        var owner = await ownership.ResolveAsync(
            Resource.ResourceName, RightAction.Create, command.OwnerId, null, "ownerId", ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var created = RecordName.Create(clock.NewId(), command.Title, command.Description, owner.Value.Id, clock.Now);
        if (created.Error is { } error)
            return error;
        repository.Add(created.Value);
        return Reply.View<RecordNameView>(created.Value.Id);
    }
}
