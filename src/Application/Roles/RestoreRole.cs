using Crm.Application.Trash;

namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Restore)]
public sealed record RestoreRole(Guid Id) : ICommand<RoleView>, IRestore
{
    public static TrashTable Trash { get; } = new("roles", "p.name") { Searched = false };
}

internal sealed class RestoreRoleHandler(IRepository<Role> roles, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreRole>
{
    public async Task<Result<Guid>> HandleAsync(RestoreRole command, CancellationToken ct)
    {
        var role = await guard.FindAsync(roles, RoleAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (role.Error is { } error)
            return error;
        role.Value.Restore(clock.Now);
        return command.Id;
    }
}
