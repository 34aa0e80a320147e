using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

/// <summary>Finds lead lists for changes of their members.</summary>
internal sealed class LeadListAccess(IRepository<LeadList> lists, RecordAuthorizer authorizer, ICurrentUser user) : IScopedService
{
    /// <summary>The locked list, if the caller may update it and read leads.</summary>
    public async Task<Result<LeadList>> FindForMembersAsync(Guid id, CancellationToken ct)
    {
        if (!user.Required.May(Resource.Leads, RightAction.Read))
            return CommonErrors.RightMissing(new Right(Resource.Leads, RightAction.Read));
        return await authorizer.FindAsync(lists, id, RightAction.Update, ct: ct);
    }
}
