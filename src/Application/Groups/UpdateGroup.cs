using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record UpdateGroup : GroupRequest, IUpdate<UpdateGroup, UserGroup, GroupView>;

internal sealed class UpdateGroupValidator : AbstractValidator<UpdateGroup>
{
    public UpdateGroupValidator() => Include(new GroupRequestValidator());
}

internal sealed class UpdateGroupHandler(GroupAccess access, IClock clock) : IUpdateHandler<UpdateGroup, UserGroup>
{
    public async Task<Result> HandleAsync(UpdateGroup update, UserGroup aggregate, Guid id, CancellationToken ct) =>
        update.IsActive && !aggregate.IsActive && await access.CheckTogetherAsync(aggregate, ct) is { } widening
            ? widening
            : aggregate.Update(update.Name, update.Description, update.Type, update.IsActive, clock.Now);
}
