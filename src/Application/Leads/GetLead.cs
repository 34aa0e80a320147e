using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Read)]
public sealed record GetLead(Guid Id) : IQuery<LeadView>;

internal sealed class GetLeadHandler(IReadDb db, ICurrentUser user, IViewReader<LeadView> reader) : IQueryHandler<GetLead, LeadView>
{
    public async Task<Result<LeadView>> Handle(GetLead request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Leads, RightAction.Read, "l");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : LeadErrors.NotFound;
    }
}
