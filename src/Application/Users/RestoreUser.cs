using Crm.Application.Trash;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Restore)]
public sealed record RestoreUser(Guid Id) : ICommand<UserView>, IRestore
{
    public static TrashTable Trash { get; } = new("users", "p.full_name");
}

internal sealed class RestoreUserHandler(IRepository<User> users, RecordAuthorizer guard, UserAccess access, IClock clock) : ICommandHandler<RestoreUser>
{
    public async Task<Result<Guid>> HandleAsync(RestoreUser command, CancellationToken ct)
    {
        var user = await guard.FindAsync(users, UserAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (user.Error is { } error)
            return error;
        if (user.Value.DeletedAt is not null && !await access.HasLiveRoleAsync(user.Value, ct))
            return UserErrors.RoleInTrash;
        user.Value.Restore(clock.Now);
        return command.Id;
    }
}
