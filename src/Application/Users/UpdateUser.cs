using Crm.Application.Auth;
using Crm.Application.Tasks;
using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Update)]
public sealed record UpdateUser : UserRequest, IUpdate<UpdateUser, User, UserView>
{
    public Guid RoleId { get; init; }
}

internal sealed class UpdateUserValidator : AbstractValidator<UpdateUser>
{
    public UpdateUserValidator()
    {
        Include(new UserRequestValidator());
        this.Apply(User.Rules);
    }
}

internal sealed class UpdateUserHandler(
    UserAccess access, Administrators administrators, TaskDueTimes dueTimes, Organisation organisation, IWriteDb db, IMapper mapper,
    IClock clock)
    : IUpdateHandler<UpdateUser, User>
{
    public async Task<Result> HandleAsync(UpdateUser update, User aggregate, Guid id, CancellationToken ct)
    {
        var current = aggregate.Details;
        if ((update.Email != current.Email || update.Username != current.Username) &&
            await access.CheckReachAsync(aggregate, ct) is { } outOfReach)
            return outOfReach;
        var staysAdministrator = update.IsActive;
        if (update.RoleId != aggregate.RoleId)
        {
            var role = await access.FindRoleToGiveAsync(update.RoleId, ct);
            if (role.Error is { } error)
                return error;
            staysAdministrator &= role.Value is { IsActive: true, Permissions.AreAll: true };
        }

        if ((update.RoleId != aggregate.RoleId || update.IsActive != current.IsActive) &&
            await access.CheckRightsAsync(aggregate, ct) is { } beyond)
            return beyond;
        if (current.IsActive && !staysAdministrator &&
            await administrators.CheckWithoutUserAsync(aggregate.Id, ct) is { } last)
            return last;
        if (current.IsActive && !update.IsActive)
            await RefreshTokens.EndAllAsync(db, aggregate.Id, clock.Now, ct);
        var result = aggregate.Update(mapper.Map<UserRequest, UserDetails>(update), update.RoleId, clock.Now);
        if (result.Error is null && update.Timezone != current.Timezone)
            await dueTimes.MoveAsync(aggregate.Id, organisation.ZoneOf(update.Timezone), ct);
        return result;
    }
}
