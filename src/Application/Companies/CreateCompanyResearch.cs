using System.Text.Json.Serialization;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record CreateCompanyResearch : CompanyResearchRequest, ICommand<CompanyResearchView>
{
    [JsonIgnore]
    public Guid CompanyId { get; init; }
}

internal sealed class CreateCompanyResearchValidator : AbstractValidator<CreateCompanyResearch>
{
    public CreateCompanyResearchValidator() => Include(new CompanyResearchRequestValidator());
}

internal sealed class CreateCompanyResearchHandler(
    IRepository<CompanyResearch> research, RecordAuthorizer guard, IMapper mapper, IClock clock)
    : ICommandHandler<CreateCompanyResearch, CompanyResearchView>
{
    public async Task<Result<Reply<CompanyResearchView>>> HandleAsync(CreateCompanyResearch command, CancellationToken ct)
    {
        if (await guard.CheckParentAsync<Company>(command.CompanyId, RightAction.Update, ct) is { } error)
            return error;
        var details = mapper.Map<CompanyResearchRequest, CompanyResearchDetails>(command);
        var made = CompanyResearch.Create(clock.NewId(), command.CompanyId, details, clock.Now);
        if (made.Error is { } invalid)
            return invalid;
        research.Add(made.Value);
        return Reply.View<CompanyResearchView>(made.Value.Id);
    }
}
