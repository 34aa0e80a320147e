using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Delete)]
public sealed record DeleteGroup(Guid Id) : ICommandWithoutView;

internal sealed class DeleteGroupHandler(IRepository<UserGroup> groups, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteGroup>
{
    public async Task<Result<Guid>> HandleAsync(DeleteGroup command, CancellationToken ct)
    {
        var group = await guard.FindAsync(groups, GroupAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (group.Error is { } error)
            return error;
        group.Value.Delete(clock.Now);
        return command.Id;
    }
}
