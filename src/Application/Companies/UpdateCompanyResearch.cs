using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record UpdateCompanyResearch : CompanyResearchRequest, IUpdate<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>;

internal sealed class UpdateCompanyResearchValidator : AbstractValidator<UpdateCompanyResearch>
{
    public UpdateCompanyResearchValidator() => Include(new CompanyResearchRequestValidator());
}

internal sealed class UpdateCompanyResearchHandler(IMapper mapper, IClock clock) : IUpdateHandler<UpdateCompanyResearch, CompanyResearch>
{
    public Task<Result> HandleAsync(UpdateCompanyResearch update, CompanyResearch aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.Update(mapper.Map<CompanyResearchRequest, CompanyResearchDetails>(update), clock.Now));
}
