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
        groups.Add(group);
        return Task.FromResult<Result<Reply<GroupView>>>(Reply.View<GroupView>(group.Id));
    }
}
