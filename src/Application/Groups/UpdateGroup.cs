using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record UpdateGroup : GroupRequest, IUpdate<UpdateGroup, UserGroup, GroupView>;

internal sealed class UpdateGroupValidator : AbstractValidator<UpdateGroup>
{
    public UpdateGroupValidator() => Include(new GroupRequestValidator());
}

internal sealed class UpdateGroupHandler(IClock clock) : IUpdateHandler<UpdateGroup, UserGroup>
{
    public Task<Result> HandleAsync(UpdateGroup update, UserGroup aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.Update(update.Name, update.Description, update.Type, update.IsActive, clock.Now));
}
