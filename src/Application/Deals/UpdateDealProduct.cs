using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record UpdateDealProduct : DealProductRequest, IUpdate<UpdateDealProduct, Deal, DealProductView>
{
    public static Error NotFound => DealErrors.ProductNotFound;

    public static object? Find(Deal aggregate, Guid id) => aggregate.Products.FirstOrDefault(p => p.Id == id);
}

internal sealed class UpdateDealProductValidator : AbstractValidator<UpdateDealProduct>
{
    public UpdateDealProductValidator() => Include(new DealProductRequestValidator());
}

internal sealed class UpdateDealProductHandler(IMapper mapper, IClock clock) : IUpdateHandler<UpdateDealProduct, Deal>
{
    public Task<Result> HandleAsync(UpdateDealProduct update, Deal aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(
            aggregate.ChangeProduct(id, mapper.Map<DealProductRequest, DealProductDetails>(update), clock.Now));
}
