using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Delete)]
public sealed record DeleteDeal(Guid Id) : ICommandWithoutView;

internal sealed class DeleteDealHandler(IRepository<Deal> deals, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteDeal>
{
    public async Task<Result<Guid>> HandleAsync(DeleteDeal command, CancellationToken ct)
    {
        var deal = await guard.FindAsync(deals, DealAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (deal.Error is { } error)
            return error;
        deal.Value.Delete(clock.Now);
        return command.Id;
    }
}
