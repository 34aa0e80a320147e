using Crm.Application.Auth;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Delete)]
public sealed record DeleteUser(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteUserHandler(
    IRepository<User> users, RecordAuthorizer authorizer, UserAccess access, Administrators administrators, OpenRecords records,
    IWriteDb db, IClock clock)
    : ICommandHandler<DeleteUser, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteUser command, CancellationToken ct)
    {
        var user = await authorizer.FindAsync(users, command.Id, RightAction.Delete, ct: ct);
        if (user.Error is { } error)
            return error;
        if (await access.CheckRightsAsync(user.Value, ct) is { } beyond)
            return beyond;
        // A transaction that assigns a record to the user locks the user's row first, so it waits until this one ends.
        var open = await records.CountAsync(command.Id, ct);
        if (user.Value.Delete(open.Values.Sum(), clock.Now).Error is { } rejected)
            return rejected;
        if (user.Value.Details.IsActive && await administrators.CheckWithoutUserAsync(command.Id, ct) is { } last)
            return last;
        await RefreshTokens.EndAllAsync(db, command.Id, clock.Now, ct);
        return Reply.None(command.Id);
    }
}
