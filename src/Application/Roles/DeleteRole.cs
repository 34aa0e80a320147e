namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Delete)]
public sealed record DeleteRole(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteRoleHandler(IRepository<Role> roles, RecordAuthorizer guard, IWriteDb db, IClock clock) : ICommandHandler<DeleteRole, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteRole command, CancellationToken ct)
    {
        var role = await guard.FindAsync(roles, command.Id, RightAction.Delete, ct: ct);
        if (role.Error is { } error)
            return error;
        // Whoever gives the role to a user locks it first, and so waits until this is over.
        var users = await db.QuerySingleOrDefaultAsync<int>(
            $"select count(*)::int from users where role_id = {command.Id} and deleted_at is null", ct);
        return role.Value.Delete(users, clock.Now).Error is { } refused ? refused : Reply.None(command.Id);
    }
}
