using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record AddDealProduct : DealProductDetails, ICommand<DealProductView>
{
    [JsonIgnore]
    public Guid DealId { get; init; }
}

internal sealed class AddDealProductValidator : AbstractValidator<AddDealProduct>
{
    public AddDealProductValidator() => Include(new DealProductValidator());
}

internal sealed class AddDealProductHandler(IRepository<Deal> deals, RecordAuthorizer guard, IClock clock) : ICommandHandler<AddDealProduct>
{
    public async Task<Result<Guid>> HandleAsync(AddDealProduct command, CancellationToken ct)
    {
        var deal = await guard.FindAsync(deals, DealAccess.Access, command.DealId, RightAction.Update, ct: ct);
        if (deal.Error is { } error)
            return error;
        var line = deal.Value.AddProduct(clock.NewId(), command, clock.Now);
        return line.Error is { } refused ? refused : line.Value.Id;
    }
}
