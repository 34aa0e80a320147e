using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Deals;
using Crm.Domain.Roles;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record RemoveDealProduct(Guid DealId, Guid Id) : ICommandWithoutView;

internal sealed class RemoveDealProductHandler(IRepository<Deal> deals, Guard guard, IClock clock) : ICommandHandler<RemoveDealProduct>
{
    public async Task<Result<Guid>> HandleAsync(RemoveDealProduct command, CancellationToken ct)
    {
        var deal = await guard.FindAsync(deals, DealAccess.Access, command.DealId, RightAction.Update, ct: ct).ConfigureAwait(false);
        if (deal.Error is { } error)
            return error;
        return deal.Value.RemoveProduct(command.Id, clock.Now).Error is { } refused ? refused : command.Id;
    }
}
