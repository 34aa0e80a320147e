using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record RemoveDealProduct(Guid DealId, Guid Id) : ICommand<NoContent>;

internal sealed class RemoveDealProductHandler(IRepository<Deal> deals, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<RemoveDealProduct, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RemoveDealProduct command, CancellationToken ct)
    {
        var deal = await authorizer.FindAsync(deals, command.DealId, RightAction.Update, ct: ct);
        if (deal.Error is { } error)
            return error;
        return deal.Value.RemoveProduct(command.Id, clock.Now).Error is { } rejected ? rejected : Reply.None(command.Id);
    }
}
