using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Leads;
using Crm.Domain.Roles;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Read)]
public sealed record GetLead(Guid Id) : IQuery<LeadView>;

internal sealed class GetLeadHandler(IReadDb db, ICurrentUser user, IViewReader<LeadView> reader) : IQueryHandler<GetLead, LeadView>
{
    public async Task<Result<LeadView>> Handle(GetLead request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Leads, RightAction.Read, "l");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken).ConfigureAwait(false) is { } view ? view : LeadErrors.NotFound;
    }
}
