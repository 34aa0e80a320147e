using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Read)]
public sealed record GetDealProduct(Guid DealId, Guid Id) : IQuery<DealProductView>;

internal sealed class GetDealProductHandler(IReadDb db, ICurrentUser user, IViewReader<DealProductView> reader) : IQueryHandler<GetDealProduct, DealProductView>
{
    public async Task<Result<DealProductView>> Handle(GetDealProduct request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Deals, RightAction.Read, "d");
        var view = await reader.ReadAsync(db, request.Id, scope, cancellationToken);
        return view?.DealId == request.DealId ? view : DealErrors.ProductNotFound;
    }
}
