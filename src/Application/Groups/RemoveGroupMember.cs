using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record RemoveGroupMember(Guid GroupId, Guid UserId) : ICommandWithoutView;

internal sealed class RemoveGroupMemberHandler(IRepository<UserGroup> groups, RecordAuthorizer guard, IClock clock) : ICommandHandler<RemoveGroupMember>
{
    public async Task<Result<Guid>> HandleAsync(RemoveGroupMember command, CancellationToken ct)
    {
        var group = await guard.FindAsync(groups, GroupAccess.Access, command.GroupId, RightAction.Update, ct: ct);
        if (group.Error is { } error)
            return error;
        return group.Value.RemoveMember(command.UserId, clock.Now).Error is { } refused ? refused : command.UserId;
    }
}
