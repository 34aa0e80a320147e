using Crm.Application.Trash;
using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Restore)]
public sealed record RestoreGroup(Guid Id) : ICommand<GroupView>, IRestore
{
    public static TrashTable Trash { get; } = new("user_groups", "p.name");
}

internal sealed class RestoreGroupHandler(IRepository<UserGroup> groups, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreGroup>
{
    public async Task<Result<Guid>> HandleAsync(RestoreGroup command, CancellationToken ct)
    {
        var group = await guard.FindAsync(groups, GroupAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (group.Error is { } error)
            return error;
        group.Value.Restore(clock.Now);
        return command.Id;
    }
}
