using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record RestoreCompanyResearch(Guid CompanyId, Guid Id) : ICommand<CompanyResearchView>;

internal sealed class RestoreCompanyResearchHandler(IRepository<CompanyResearch> research, CompanyAccess companies, RecordAuthorizer guard, IClock clock)
    : ICommandHandler<RestoreCompanyResearch>
{
    public async Task<Result<Guid>> HandleAsync(RestoreCompanyResearch command, CancellationToken ct)
    {
        var found = await guard.FindAsync(research, CompanyResearchAccess.Access, command.Id, RightAction.Update, inTrashToo: true, ct);
        if (found.Error is { } error)
            return error;
        if (found.Value.CompanyId != command.CompanyId)
            return CompanyResearchErrors.NotFound;
        if (!await companies.IsLiveAsync(command.CompanyId, ct))
            return CompanyResearchErrors.CompanyInTrash;
        found.Value.Restore(clock.Now);
        return command.Id;
    }
}
