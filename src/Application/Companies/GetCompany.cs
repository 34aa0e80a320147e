using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Read)]
public sealed record GetCompany(Guid Id) : IQuery<CompanyView>;

internal sealed class GetCompanyHandler(IReadDb db, ICurrentUser user, IViewReader<CompanyView> reader) : IQueryHandler<GetCompany, CompanyView>
{
    public async Task<Result<CompanyView>> Handle(GetCompany request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Companies, RightAction.Read, "c");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : CompanyErrors.NotFound;
    }
}
