using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Read)]
public sealed record GetLeadList(Guid Id) : IQuery<LeadListView>;

internal sealed class GetLeadListHandler(IReadDb db, ICurrentUser user, IViewReader<LeadListView> reader) : IQueryHandler<GetLeadList, LeadListView>
{
    public async Task<Result<LeadListView>> Handle(GetLeadList request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.LeadLists, RightAction.Read, "t");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : LeadListErrors.NotFound;
    }
}
