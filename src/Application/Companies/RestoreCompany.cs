using Crm.Application.Trash;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Restore)]
public sealed record RestoreCompany(Guid Id) : ICommand<CompanyView>, IRestore
{
    public static TrashTable Trash { get; } = new("companies", "p.name", "owner_id");
}

internal sealed class RestoreCompanyHandler(IRepository<Company> companies, CompanyAccess access, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreCompany>
{
    public async Task<Result<Guid>> HandleAsync(RestoreCompany command, CancellationToken ct)
    {
        var company = await guard.FindAsync(companies, CompanyAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (company.Error is { } error)
            return error;
        if (company.Value is { DeletedAt: not null, ParentCompanyId: { } parentId } && !await access.IsLiveAsync(parentId, ct))
            return CompanyErrors.ParentInTrash;
        company.Value.Restore(clock.Now);
        return command.Id;
    }
}
