using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Users;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.Auth;

[RequiresLogin]
public sealed record GetMe : IQuery<Me>;

/// <summary>Who the caller is and what they may do.</summary>
/// <param name="User">As GET of the user shows it.</param>
/// <param name="Role">The user's role.</param>
/// <param name="Rights">By resource and action the scope: own, group or all. What is not listed is not allowed.</param>
public sealed record Me(UserView User, MyRole Role, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Rights);

/// <summary>The caller's role.</summary>
public sealed record MyRole(Guid Id, string Name);

internal sealed class GetMeHandler(IReadDb db, ICurrentUser user, IViewReader<UserView> reader) : IQueryHandler<GetMe, Me>
{
    public async Task<Result<Me>> Handle(GetMe request, CancellationToken cancellationToken)
    {
        var caller = user.Required;
        if (await reader.ReadAsync(db, caller.UserId, ScopeFilter.None, cancellationToken).ConfigureAwait(false) is not { } view)
            return CommonErrors.NotLoggedIn;
        var rights = caller.Permissions.Scopes
            .GroupBy(s => s.Key.Resource)
            .OrderBy(g => g.Key)
            .ToDictionary(
                g => PermissionNames.Of(g.Key),
                IReadOnlyDictionary<string, string> (g) => g.OrderBy(s => s.Key.Action).ToDictionary(s => PermissionNames.Of(s.Key.Action), s => PermissionNames.Of(s.Value)));
        return new Me(view, new MyRole(view.RoleId, view.RoleName), rights);
    }
}
