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
    IRepository<CompanyResearch> research, RecordAuthorizer authorizer, IMapper mapper, IClock clock)
    : ICommandHandler<CreateCompanyResearch, CompanyResearchView>
{
    public async Task<Result<Reply<CompanyResearchView>>> HandleAsync(CreateCompanyResearch command, CancellationToken ct)
    {
        if (await authorizer.CheckParentAsync<Company>(command.CompanyId, RightAction.Update, ct) is { } error)
            return error;
        var details = mapper.Map<CompanyResearchRequest, CompanyResearchDetails>(command);
        var created = CompanyResearch.Create(clock.NewId(), command.CompanyId, details, clock.Now);
        if (created.Error is { } invalid)
            return invalid;
        research.Add(created.Value);
        return Reply.View<CompanyResearchView>(created.Value.Id);
    }
}
