using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Delete)]
public sealed record DeleteLead(Guid Id) : ICommandWithoutView;

internal sealed class DeleteLeadHandler(IRepository<Lead> leads, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteLead>
{
    public async Task<Result<Guid>> HandleAsync(DeleteLead command, CancellationToken ct)
    {
        var lead = await guard.FindAsync(leads, LeadAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (lead.Error is { } error)
            return error;
        lead.Value.Delete(clock.Now);
        return command.Id;
    }
}
