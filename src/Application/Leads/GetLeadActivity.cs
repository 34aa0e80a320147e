using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Read)]
public sealed record GetLeadActivity(Guid LeadId, Guid Id) : IQuery<LeadActivityView>;

internal sealed class GetLeadActivityHandler(IReadDb db, ICurrentUser user) : IQueryHandler<GetLeadActivity, LeadActivityView>
{
    public async Task<Result<LeadActivityView>> Handle(GetLeadActivity request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.Of(RecordCatalog.Of<Lead>(), user.Required, RightAction.Read);
        return await ReadAsync(db, request, scope, cancellationToken) is { } view ? view : LeadErrors.ActivityNotFound;
    }

    internal static Task<LeadActivityView?> ReadAsync(IDb db, GetLeadActivity request, RecordScope scope, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<LeadActivityView>(
            $"""
            select a.id, a.lead_id, a.type, a.description, a.metadata, a.ip_address, a.user_agent, a.url, a.duration, a.created_at,
                a.created_by_id, u.full_name as created_by_name
            from lead_activities a
            join leads l on l.id = a.lead_id
            {scope.Links.Join(ListLeadActivities.Child.Fields, "createdById", "a", "u")}
            where a.id = {request.Id} and a.lead_id = {request.LeadId} and l.deleted_at is null {scope.On("l")}
            """,
            ct);
}
