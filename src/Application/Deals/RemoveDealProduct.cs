using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record RemoveDealProduct(Guid DealId, Guid Id) : ICommandWithoutView;

internal sealed class RemoveDealProductHandler(IRepository<Deal> deals, RecordAuthorizer guard, IClock clock) : ICommandHandler<RemoveDealProduct>
{
    public async Task<Result<Guid>> HandleAsync(RemoveDealProduct command, CancellationToken ct)
    {
        var deal = await guard.FindAsync(deals, DealAccess.Access, command.DealId, RightAction.Update, ct: ct);
        if (deal.Error is { } error)
            return error;
        return deal.Value.RemoveProduct(command.Id, clock.Now).Error is { } refused ? refused : command.Id;
    }
}
