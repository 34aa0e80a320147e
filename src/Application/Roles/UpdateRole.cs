using System.Text.Json;
using Crm.Application.Users;

namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Update)]
public sealed record UpdateRole : IUpdate<UpdateRole, Role, RoleView>
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>An object from resource to a list of actions (scope all), or to an object from action to scope. A merge patch also merges
    /// nested objects.</summary>
    public JsonElement Permissions { get; init; }
    public bool IsActive { get; init; } = true;
}

internal sealed class UpdateRoleValidator : AbstractValidator<UpdateRole>
{
    public UpdateRoleValidator() => this.Apply(Role.Rules);
}

internal sealed class UpdateRoleHandler(ICurrentUser user, UserAccess access, Administrators administrators, IClock clock)
    : IUpdateHandler<UpdateRole, Role>
{
    public async Task<Result> HandleAsync(UpdateRole update, Role aggregate, Guid id, CancellationToken ct)
    {
        var permissions = Permissions.Parse(update.Permissions);
        if (permissions.Error is { } invalid)
            return invalid;
        var before = aggregate.IsActive ? Permissions.Parse(JsonElement.Parse(aggregate.Permissions)).Value : Permissions.None;
        var after = update.IsActive ? permissions.Value : Permissions.None;
        if (RoleAccess.CheckGrant(user.Required, before, after) is { } exceeding)
            return exceeding;
        if (after.FirstBeyond(before) is not null &&
            await access.CheckHoldersAsync(aggregate.Id, before, ct) is { } outOfReach)
            return outOfReach;
        if (before.AreAll && !after.AreAll && !aggregate.IsFixed &&
            await administrators.CheckWithoutRoleAsync(aggregate.Id, ct) is { } last)
            return last;
        return aggregate.Update(update.Name, update.Description, update.Permissions, update.IsActive, clock.Now);
    }
}
