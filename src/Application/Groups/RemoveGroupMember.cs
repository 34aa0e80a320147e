using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Update)]
public sealed record RemoveGroupMember(Guid GroupId, Guid UserId) : ICommand<NoContent>;

internal sealed class RemoveGroupMemberHandler(IRepository<UserGroup> groups, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<RemoveGroupMember, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RemoveGroupMember command, CancellationToken ct)
    {
        var group = await authorizer.FindAsync(groups, command.GroupId, RightAction.Update, ct: ct);
        if (group.Error is { } error)
            return error;
        return group.Value.RemoveMember(command.UserId, clock.Now).Error is { } rejected ? rejected : Reply.None(command.UserId);
    }
}
