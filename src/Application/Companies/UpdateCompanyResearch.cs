using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Writing;
using Crm.Domain.Common;
using Crm.Domain.Companies;
using Crm.Domain.Roles;
using FluentValidation;

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

    public static Access<CompanyResearch> Access => CompanyResearchAccess.Access;

    public static UpdateCompanyResearch From(CompanyResearch aggregate, Guid id) => new(aggregate);

    public static Guid? ParentOf(CompanyResearch aggregate) => aggregate.CompanyId;
}

internal sealed class UpdateCompanyResearchValidator : AbstractValidator<UpdateCompanyResearch>
{
    public UpdateCompanyResearchValidator() => Include(new CompanyResearchRules());
}

internal sealed class UpdateCompanyResearchHandler(IClock clock) : IUpdateHandler<UpdateCompanyResearch, CompanyResearch>
{
    public Task<Result> HandleAsync(UpdateCompanyResearch update, CompanyResearch aggregate, Guid id, CancellationToken ct)
    {
        aggregate.Update(update, clock.Now);
        return Task.FromResult(Result.Ok);
    }
}
