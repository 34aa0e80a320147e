using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Leads;
using Crm.Domain.Roles;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Restore)]
public sealed record RestoreLead(Guid Id) : ICommand<LeadView>;

internal sealed class RestoreLeadHandler(IRepository<Lead> leads, Guard guard, IClock clock) : ICommandHandler<RestoreLead>
{
    public async Task<Result<Guid>> HandleAsync(RestoreLead command, CancellationToken ct)
    {
        var lead = await guard.FindAsync(leads, LeadAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct).ConfigureAwait(false);
        if (lead.Error is { } error)
            return error;
        lead.Value.Restore(clock.Now);
        return command.Id;
    }
}
