using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Trash;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Restore)]
public sealed record RestoreDeal(Guid Id) : ICommand<DealView>, IRestore
{
    public static TrashTable Trash { get; } = new("deals", "p.title", "owner_id");
}

internal sealed class RestoreDealHandler(
    IRepository<Deal> deals, CompanyAccess companies, ContactAccess contacts, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreDeal>
{
    public async Task<Result<Guid>> HandleAsync(RestoreDeal command, CancellationToken ct)
    {
        var deal = await guard.FindAsync(deals, DealAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (deal.Error is { } error)
            return error;
        if (deal.Value.DeletedAt is not null)
        {
            if (!await companies.IsLiveAsync(deal.Value.CompanyId, ct))
                return DealErrors.CompanyInTrash;
            if (deal.Value.PrimaryContactId is { } contactId && !await contacts.IsLiveAsync(contactId, ct))
                return DealErrors.ContactInTrash;
        }

        deal.Value.Restore(clock.Now);
        return command.Id;
    }
}
