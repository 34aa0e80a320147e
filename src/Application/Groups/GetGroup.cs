using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record GetGroup(Guid Id) : IQuery<GroupView>;

internal sealed class GetGroupHandler(IReadDb db, ICurrentUser user, IViewReader<GroupView> reader) : IQueryHandler<GetGroup, GroupView>
{
    public async Task<Result<GroupView>> Handle(GetGroup request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Groups, RightAction.Read, "g");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : GroupErrors.NotFound;
    }
}
