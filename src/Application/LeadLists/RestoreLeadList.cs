using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.LeadLists;
using Crm.Domain.Roles;

namespace Crm.Application.LeadLists;

/// <summary>Brings a list back, with its members.</summary>
[Requires(Resource.LeadLists, RightAction.Restore)]
public sealed record RestoreLeadList(Guid Id) : ICommand<LeadListView>;

internal sealed class RestoreLeadListHandler(IRepository<LeadList> lists, Guard guard, IClock clock) : ICommandHandler<RestoreLeadList>
{
    public async Task<Result<Guid>> HandleAsync(RestoreLeadList command, CancellationToken ct)
    {
        var list = await guard.FindAsync(lists, LeadListAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct).ConfigureAwait(false);
        if (list.Error is { } error)
            return error;
        list.Value.Restore(clock.Now);
        return command.Id;
    }
}
