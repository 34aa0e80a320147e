using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Delete)]
public sealed record DeleteCompany(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteCompanyHandler(IRepository<Company> companies, RecordAuthorizer authorizer, IWriteDb db, IClock clock)
    : ICommandHandler<DeleteCompany, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteCompany command, CancellationToken ct)
    {
        var company = await authorizer.FindAsync(companies, command.Id, RightAction.Delete, ct: ct);
        if (company.Error is { } error)
            return error;
        var openDeals = await db.QuerySingleOrDefaultAsync<int>(
            $"select count(*)::int from deals where company_id = {command.Id} and is_active", ct);
        return company.Value.Delete(openDeals, clock.Now).Error is { } rejected ? rejected : Reply.None(command.Id);
    }
}
