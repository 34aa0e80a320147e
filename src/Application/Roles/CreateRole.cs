using System.Text.Json;

namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Create)]
public sealed record CreateRole : ICommand<RoleView>
{
    public string Name { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>An object from resource to a list of actions (scope all), or to an object from action to scope.</summary>
    public JsonElement Permissions { get; init; }
    public bool IsActive { get; init; } = true;
}

internal sealed class CreateRoleValidator : AbstractValidator<CreateRole>
{
    public CreateRoleValidator() => this.Apply(Role.Rules);
}

internal sealed class CreateRoleHandler(IRepository<Role> roles, ICurrentUser user, IClock clock) : ICommandHandler<CreateRole, RoleView>
{
    public Task<Result<Reply<RoleView>>> HandleAsync(CreateRole command, CancellationToken ct) => Task.FromResult(Create(command));

    private Result<Reply<RoleView>> Create(CreateRole command)
    {
        var permissions = Permissions.Parse(command.Permissions);
        if (permissions.Error is { } invalid)
            return invalid;
        if (RoleAccess.CheckGrant(user.Required, Permissions.None, permissions.Value) is { } exceeding)
            return exceeding;
        var role = Role.Create(clock.NewId(), command.Name, command.Description, command.Permissions, command.IsActive, clock.Now);
        if (role.Error is { } error)
            return error;
        roles.Add(role.Value);
        return Reply.View<RoleView>(role.Value.Id);
    }
}
