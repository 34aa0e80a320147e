using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record AddDealProduct : DealProductRequest, ICommand<DealProductView>
{
    [JsonIgnore]
    public Guid DealId { get; init; }
}

internal sealed class AddDealProductValidator : AbstractValidator<AddDealProduct>
{
    public AddDealProductValidator() => Include(new DealProductRequestValidator());
}

internal sealed class AddDealProductHandler(IRepository<Deal> deals, RecordAuthorizer authorizer, IMapper mapper, IClock clock)
    : ICommandHandler<AddDealProduct, DealProductView>
{
    public async Task<Result<Reply<DealProductView>>> HandleAsync(AddDealProduct command, CancellationToken ct)
    {
        var deal = await authorizer.FindAsync(deals, command.DealId, RightAction.Update, ct: ct);
        if (deal.Error is { } error)
            return error;
        var line = deal.Value.AddProduct(
            clock.NewId(), mapper.Map<DealProductRequest, DealProductDetails>(command), clock.Now);
        return line.Error is { } rejected ? rejected : Reply.View<DealProductView>(line.Value.Id);
    }
}
