using Crm.Application.Auth;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Roles;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Delete)]
public sealed record DeleteUser(Guid Id) : ICommandWithoutView;

internal sealed class DeleteUserHandler(IRepository<User> users, Guard guard, Administrators administrators, IWriteDb db, IClock clock)
    : ICommandHandler<DeleteUser>
{
    // Whoever gives a record to the user locks the user's row first, and so waits until this is over.
    private const string OpenRecordsSql = """
        select ((select count(*) from companies where owner_id = @id and deleted_at is null)
            + (select count(*) from contacts where owner_id = @id and deleted_at is null)
            + (select count(*) from deals where owner_id = @id and is_active)
            + (select count(*) from leads where assigned_to_id = @id and not is_converted and deleted_at is null)
            + (select count(*) from tasks where assignee_id = @id and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and deleted_at is null))::int
        """;

    public async Task<Result<Guid>> HandleAsync(DeleteUser command, CancellationToken ct)
    {
        var user = await guard.FindAsync(users, UserAccess.Access, command.Id, RightAction.Delete, ct: ct).ConfigureAwait(false);
        if (user.Error is { } error)
            return error;
        var open = await db.QuerySingleOrDefaultAsync<int>(OpenRecordsSql, new { id = command.Id }, ct).ConfigureAwait(false);
        if (user.Value.Delete(open, clock.Now).Error is { } refused)
            return refused;
        if (user.Value.Details.IsActive && await administrators.CheckWithoutUserAsync(command.Id, ct).ConfigureAwait(false) is { } last)
            return last;
        await RefreshTokens.EndAllAsync(db, command.Id, clock.Now, ct).ConfigureAwait(false);
        return command.Id;
    }
}
