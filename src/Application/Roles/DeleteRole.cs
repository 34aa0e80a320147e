namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Delete)]
public sealed record DeleteRole(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteRoleHandler(IRepository<Role> roles, RecordAuthorizer authorizer, IWriteDb db, IClock clock)
    : ICommandHandler<DeleteRole, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteRole command, CancellationToken ct)
    {
        var role = await authorizer.FindAsync(roles, command.Id, RightAction.Delete, ct: ct);
        if (role.Error is { } error)
            return error;
        // A transaction that assigns the role to a user locks the role first, so it waits until this one ends.
        var users = await db.QuerySingleOrDefaultAsync<int>(
            $"select count(*)::int from users where role_id = {command.Id} and deleted_at is null", ct);
        return role.Value.Delete(users, clock.Now).Error is { } rejected ? rejected : Reply.None(command.Id);
    }
}
