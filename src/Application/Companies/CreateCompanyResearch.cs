using System.Text.Json.Serialization;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record CreateCompanyResearch : CompanyResearchDetails, ICommand<CompanyResearchView>
{
    [JsonIgnore]
    public Guid CompanyId { get; init; }
}

internal sealed class CreateCompanyResearchValidator : AbstractValidator<CreateCompanyResearch>
{
    public CreateCompanyResearchValidator() => Include(new CompanyResearchValidator());
}

internal sealed class CreateCompanyResearchHandler(IRepository<CompanyResearch> research, RecordAuthorizer guard, IClock clock) : ICommandHandler<CreateCompanyResearch, CompanyResearchView>
{
    public async Task<Result<Reply<CompanyResearchView>>> HandleAsync(CreateCompanyResearch command, CancellationToken ct)
    {
        if (await guard.CheckParentAsync<Company>(command.CompanyId, RightAction.Update, ct) is { } error)
            return error;
        var made = CompanyResearch.Create(clock.NewId(), command.CompanyId, command, clock.Now);
        research.Add(made);
        return Reply.View<CompanyResearchView>(made.Id);
    }
}
