using Crm.Domain.Users;

namespace Crm.Application.Users;

[Requires(Resource.Users, RightAction.Read)]
public sealed record GetUser(Guid Id) : IQuery<UserView>;

internal sealed class GetUserHandler(IReadDb db, ICurrentUser user, IViewReader<UserView> reader) : IQueryHandler<GetUser, UserView>
{
    public async Task<Result<UserView>> Handle(GetUser request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Users, RightAction.Read, "u");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : UserErrors.NotFound;
    }
}
