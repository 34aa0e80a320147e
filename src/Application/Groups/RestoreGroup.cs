using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Groups;
using Crm.Domain.Roles;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Restore)]
public sealed record RestoreGroup(Guid Id) : ICommand<GroupView>;

internal sealed class RestoreGroupHandler(IRepository<UserGroup> groups, Guard guard, IClock clock) : ICommandHandler<RestoreGroup>
{
    public async Task<Result<Guid>> HandleAsync(RestoreGroup command, CancellationToken ct)
    {
        var group = await guard.FindAsync(groups, GroupAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct).ConfigureAwait(false);
        if (group.Error is { } error)
            return error;
        group.Value.Restore(clock.Now);
        return command.Id;
    }
}
