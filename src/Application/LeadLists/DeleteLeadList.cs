using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Delete)]
public sealed record DeleteLeadList(Guid Id) : ICommandWithoutView;

internal sealed class DeleteLeadListHandler(IRepository<LeadList> lists, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteLeadList>
{
    public async Task<Result<Guid>> HandleAsync(DeleteLeadList command, CancellationToken ct)
    {
        var list = await guard.FindAsync(lists, LeadListAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (list.Error is { } error)
            return error;
        list.Value.Delete(clock.Now);
        return command.Id;
    }
}
