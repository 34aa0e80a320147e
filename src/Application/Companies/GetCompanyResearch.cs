using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Read)]
public sealed record GetCompanyResearch(Guid CompanyId, Guid Id) : IQuery<CompanyResearchView>;

internal sealed class GetCompanyResearchHandler(IReadDb db, ICurrentUser user, IViewReader<CompanyResearchView> reader)
    : IQueryHandler<GetCompanyResearch, CompanyResearchView>
{
    public async Task<Result<CompanyResearchView>> Handle(GetCompanyResearch request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Companies, RightAction.Read, "c");
        var view = await reader.ReadAsync(db, request.Id, scope, cancellationToken);
        return view?.CompanyId == request.CompanyId ? view : CompanyResearchErrors.NotFound;
    }
}
