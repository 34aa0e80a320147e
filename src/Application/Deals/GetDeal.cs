using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record GetDeal(Guid Id) : IQuery<DealView>;

internal sealed class GetDealHandler(IReadDb db, ICurrentUser user, IViewReader<DealView> reader) : IQueryHandler<GetDeal, DealView>
{
    public async Task<Result<DealView>> Handle(GetDeal request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Deals, RightAction.Read, "d");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : DealErrors.NotFound;
    }
}
