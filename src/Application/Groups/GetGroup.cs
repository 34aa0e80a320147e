using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Groups;
using Crm.Domain.Roles;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record GetGroup(Guid Id) : IQuery<GroupView>;

internal sealed class GetGroupHandler(IReadDb db, ICurrentUser user, IViewReader<GroupView> reader) : IQueryHandler<GetGroup, GroupView>
{
    public async Task<Result<GroupView>> Handle(GetGroup request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Groups, RightAction.Read, "g");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken).ConfigureAwait(false) is { } view ? view : GroupErrors.NotFound;
    }
}
