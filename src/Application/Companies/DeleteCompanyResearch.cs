using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record DeleteCompanyResearch(Guid CompanyId, Guid Id) : ICommandWithoutView;

internal sealed class DeleteCompanyResearchHandler(IRepository<CompanyResearch> research, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteCompanyResearch>
{
    public async Task<Result<Guid>> HandleAsync(DeleteCompanyResearch command, CancellationToken ct)
    {
        var found = await guard.FindAsync(research, CompanyResearchAccess.Access, command.Id, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        if (found.Value.CompanyId != command.CompanyId)
            return CompanyResearchErrors.NotFound;
        found.Value.Delete(clock.Now);
        return command.Id;
    }
}
