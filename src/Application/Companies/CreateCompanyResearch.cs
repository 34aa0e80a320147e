using System.Text.Json.Serialization;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Companies;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record CreateCompanyResearch : CompanyResearchDetails, ICommand<CompanyResearchView>
{
    [JsonIgnore]
    public Guid CompanyId { get; init; }
}

internal sealed class CreateCompanyResearchValidator : AbstractValidator<CreateCompanyResearch>
{
    public CreateCompanyResearchValidator() => Include(new CompanyResearchRules());
}

internal sealed class CreateCompanyResearchHandler(IRepository<CompanyResearch> research, Guard guard, IClock clock) : ICommandHandler<CreateCompanyResearch>
{
    public async Task<Result<Guid>> HandleAsync(CreateCompanyResearch command, CancellationToken ct)
    {
        if (await guard.CheckParentAsync(CompanyAccess.Access, command.CompanyId, RightAction.Update, ct).ConfigureAwait(false) is { } error)
            return error;
        var made = CompanyResearch.Create(clock.NewId(), command.CompanyId, command, clock.Now);
        research.Add(made);
        return made.Id;
    }
}
