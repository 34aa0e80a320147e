using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Companies;
using Crm.Domain.Roles;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Read)]
public sealed record GetCompanyResearch(Guid CompanyId, Guid Id) : IQuery<CompanyResearchView>;

internal sealed class GetCompanyResearchHandler(IReadDb db, ICurrentUser user, IViewReader<CompanyResearchView> reader)
    : IQueryHandler<GetCompanyResearch, CompanyResearchView>
{
    public async Task<Result<CompanyResearchView>> Handle(GetCompanyResearch request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Companies, RightAction.Read, "c");
        var view = await reader.ReadAsync(db, request.Id, scope, cancellationToken).ConfigureAwait(false);
        return view?.CompanyId == request.CompanyId ? view : CompanyResearchErrors.NotFound;
    }
}
