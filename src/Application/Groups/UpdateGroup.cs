using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record UpdateGroup : GroupRequest, IUpdate<UpdateGroup, UserGroup, GroupView>
{
    public static UpdateGroup From(UserGroup aggregate, Guid id) => new()
    {
        Name = aggregate.Name,
        Description = aggregate.Description,
        Type = aggregate.Type,
        IsActive = aggregate.IsActive,
    };
}

internal sealed class UpdateGroupValidator : AbstractValidator<UpdateGroup>
{
    public UpdateGroupValidator() => Include(new GroupRequestValidator());
}

internal sealed class UpdateGroupHandler(IClock clock) : IUpdateHandler<UpdateGroup, UserGroup>
{
    public Task<Result> HandleAsync(UpdateGroup update, UserGroup aggregate, Guid id, CancellationToken ct)
    {
        aggregate.Update(update.Name, update.Description, update.Type, update.IsActive, clock.Now);
        return Task.FromResult(Result.Ok);
    }
}
