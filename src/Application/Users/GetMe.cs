using Crm.Domain.Groups;

namespace Crm.Application.Users;

[RequiresLogin]
public sealed record GetMe : IQuery<Me>;

/// <summary>The caller and the caller's permissions.</summary>
/// <param name="User">The user as returned by GET.</param>
/// <param name="Role">The user's role.</param>
/// <param name="Rights">The scope by resource and action: own, group or all. Actions that are absent are not allowed.</param>
/// <param name="Groups">The active groups of the user, which the scope group covers.</param>
public sealed record Me(
    UserView User, MyRole Role, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Rights, IReadOnlyList<MyGroup> Groups);

/// <summary>The role of the caller.</summary>
public sealed record MyRole(Guid Id, string Name);

/// <summary>A group of the caller.</summary>
public sealed record MyGroup(Guid Id, string Name, EnumText<GroupType> Type);

internal sealed class GetMeHandler(IReadDb db, ICurrentUser user, IViewReader<UserView> reader) : IQueryHandler<GetMe, Me>
{
    public async Task<Result<Me>> Handle(GetMe request, CancellationToken cancellationToken)
    {
        var caller = user.Required;
        if (await reader.ReadAsync(db, caller.UserId, RecordScope.Everything(caller), cancellationToken) is not { } view)
            return CommonErrors.NotLoggedIn;
        var rights = caller.Permissions.Scopes
            .GroupBy(s => s.Key.Resource)
            .OrderBy(g => g.Key)
            .ToDictionary(
                g => PermissionNames.Of(g.Key),
                IReadOnlyDictionary<string, string> (g) => g.OrderBy(s => s.Key.Action)
                    .ToDictionary(s => PermissionNames.Of(s.Key.Action), s => PermissionNames.Of(s.Value)));
        return await db.QueryMultipleAsync(
            [
                $"select r.id, r.name from roles r where r.id = {view.RoleId}",
                $"""
                select g.id, g.name, g.type from user_group_members m join user_groups g on g.id = m.user_group_id
                where m.user_id = {caller.UserId} and g.is_active and g.deleted_at is null order by g.name_folded, g.id
                """,
            ],
            async sets =>
            {
                // The own role is shown also to callers who cannot read roles.
                var role = (await sets.ReadSingleOrDefaultAsync<MyRole>())!;
                return new Me(view with { RoleName = role.Name }, role, rights, await sets.ReadAsync<MyGroup>());
            },
            cancellationToken);
    }
}
