using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record UpdateCompanyResearch : CompanyResearchDetails, IUpdate<UpdateCompanyResearch, CompanyResearch, CompanyResearchView>
{
    public UpdateCompanyResearch()
    {
    }

    private UpdateCompanyResearch(CompanyResearch research)
        : base(research.Details)
    {
    }

    public static UpdateCompanyResearch From(CompanyResearch aggregate, Guid id) => new(aggregate);

}

internal sealed class UpdateCompanyResearchValidator : AbstractValidator<UpdateCompanyResearch>
{
    public UpdateCompanyResearchValidator() => Include(new CompanyResearchValidator());
}

internal sealed class UpdateCompanyResearchHandler(IClock clock) : IUpdateHandler<UpdateCompanyResearch, CompanyResearch>
{
    public Task<Result> HandleAsync(UpdateCompanyResearch update, CompanyResearch aggregate, Guid id, CancellationToken ct)
    {
        aggregate.Update(update, clock.Now);
        return Task.FromResult(Result.Ok);
    }
}
