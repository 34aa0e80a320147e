using Crm.Application.Trash;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Restore)]
public sealed record RestoreLead(Guid Id) : ICommand<LeadView>, IRestore
{
    public static TrashTable Trash { get; } = new("leads", "p.first_name || ' ' || p.last_name", "assigned_to_id");
}

internal sealed class RestoreLeadHandler(IRepository<Lead> leads, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreLead>
{
    public async Task<Result<Guid>> HandleAsync(RestoreLead command, CancellationToken ct)
    {
        var lead = await guard.FindAsync(leads, LeadAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (lead.Error is { } error)
            return error;
        lead.Value.Restore(clock.Now);
        return command.Id;
    }
}
