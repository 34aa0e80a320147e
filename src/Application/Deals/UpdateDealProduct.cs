using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record UpdateDealProduct : DealProductDetails, IUpdate<UpdateDealProduct, Deal, DealProductView>
{
    public static Error NotFound => DealErrors.ProductNotFound;

    public static UpdateDealProduct? From(Deal aggregate, Guid id) => aggregate.Products.FirstOrDefault(p => p.Id == id) is { } line
        ? new UpdateDealProduct { ProductName = line.ProductName, Quantity = line.Quantity, UnitPrice = line.UnitPrice, Notes = line.Notes }
        : null;
}

internal sealed class UpdateDealProductValidator : AbstractValidator<UpdateDealProduct>
{
    public UpdateDealProductValidator() => Include(new DealProductValidator());
}

internal sealed class UpdateDealProductHandler(IClock clock) : IUpdateHandler<UpdateDealProduct, Deal>
{
    public Task<Result> HandleAsync(UpdateDealProduct update, Deal aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.ChangeProduct(id, update, clock.Now));
}
