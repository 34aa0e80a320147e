using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Create)]
public sealed record CreateGroup : GroupRequest, ICommand<GroupView>;

internal sealed class CreateGroupValidator : AbstractValidator<CreateGroup>
{
    public CreateGroupValidator() => Include(new GroupRequestValidator());
}

internal sealed class CreateGroupHandler(IRepository<UserGroup> groups, IClock clock) : ICommandHandler<CreateGroup, GroupView>
{
    public Task<Result<Reply<GroupView>>> HandleAsync(CreateGroup command, CancellationToken ct)
    {
        var group = UserGroup.Create(clock.NewId(), command.Name, command.Description, command.Type, command.IsActive, clock.Now);
        if (group.Error is { } error)
            return Task.FromResult<Result<Reply<GroupView>>>(error);
        groups.Add(group.Value);
        return Task.FromResult<Result<Reply<GroupView>>>(Reply.View<GroupView>(group.Value.Id));
    }
}
