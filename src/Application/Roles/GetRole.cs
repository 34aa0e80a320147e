namespace Crm.Application.Roles;

[Requires(Resource.Roles, RightAction.Read)]
public sealed record GetRole(Guid Id) : IQuery<RoleView>;

internal sealed class GetRoleHandler(IReadDb db, ICurrentUser user, IViewReader<RoleView> reader) : IQueryHandler<GetRole, RoleView>
{
    public async Task<Result<RoleView>> Handle(GetRole request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Roles, RightAction.Read, "r");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : RoleErrors.NotFound;
    }
}
