using Crm.Application.Trash;
using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

/// <summary>Brings a list back, with its members.</summary>
[Requires(Resource.LeadLists, RightAction.Restore)]
public sealed record RestoreLeadList(Guid Id) : ICommand<LeadListView>, IRestore
{
    public static TrashTable Trash { get; } = new("lead_lists", "p.name");
}

internal sealed class RestoreLeadListHandler(IRepository<LeadList> lists, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreLeadList>
{
    public async Task<Result<Guid>> HandleAsync(RestoreLeadList command, CancellationToken ct)
    {
        var list = await guard.FindAsync(lists, LeadListAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (list.Error is { } error)
            return error;
        list.Value.Restore(clock.Now);
        return command.Id;
    }
}
