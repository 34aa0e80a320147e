using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

/// <summary>How lists of leads are reached, and which leads may be put on them.</summary>
internal sealed class LeadListAccess(IRepository<LeadList> lists, RecordAuthorizer guard, ICurrentUser user) : IScopedService
{
    /// <summary>The list, locked, for a caller who may change it and reads leads.</summary>
    public async Task<Result<LeadList>> FindForMembersAsync(Guid id, CancellationToken ct)
    {
        if (!user.Required.May(Resource.Leads, RightAction.Read))
            return CommonErrors.RightMissing(new Right(Resource.Leads, RightAction.Read));
        return await guard.FindAsync(lists, id, RightAction.Update, ct: ct);
    }
}
