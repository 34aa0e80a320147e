using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Update)]
public sealed record UpdateCompany : CompanyRequest, IUpdate<UpdateCompany, Company, CompanyView>
{
    public Guid? ParentCompanyId { get; init; }
    public Guid? OwnerId { get; init; }
}

internal sealed class UpdateCompanyValidator : AbstractValidator<UpdateCompany>
{
    public UpdateCompanyValidator() => Include(new CompanyRequestValidator());
}

internal sealed class UpdateCompanyHandler(
    CompanyAccess access, Ownership ownership, ICurrentUser user, IWriteDb db, IMapper mapper, IClock clock)
    : IUpdateHandler<UpdateCompany, Company>
{
    public async Task<Result> HandleAsync(UpdateCompany update, Company aggregate, Guid id, CancellationToken ct)
    {
        if (update.ParentCompanyId is { } parentId && parentId != aggregate.ParentCompanyId)
        {
            if ((await access.FindParentAsync(parentId, "parentCompanyId", ct)).Error is { } missing)
                return missing;
            if (await access.CheckTreeAsync(aggregate.Id, parentId, ct) is { } treeError)
                return treeError;
        }

        var owner = await ownership.ResolveAsync(
            Resource.Companies, RightAction.Update, update.OwnerId, new OwnerId(aggregate.OwnerId), "ownerId", ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var before = aggregate.Details.Name;
        var details = mapper.Map<CompanyRequest, CompanyDetails>(update);
        var result = aggregate.Update(details, update.ParentCompanyId, owner.Value.Id, user.Required.Zone, clock.Now);
        if (result.Error is null && aggregate.Details.Name != before)
            await RenameInSearchAsync(aggregate, before, ct);
        return result;
    }

    /// <summary>The search columns of contacts and deals contain the company name.</summary>
    private Task<int> RenameInSearchAsync(Company company, string before, CancellationToken ct)
    {
        SqlFragment old = $"{Folding.LinkedText(before)}";
        SqlFragment renamed = $"left(search_text, length(search_text) - length({old})) || {Folding.LinkedText(company.Details.Name)}";
        SqlFragment ofCompany = $"company_id = {company.Id} and right(search_text, length({old})) = {old}";
        return db.ExecuteAsync(
            $"""
            with contacts as (update contacts set search_text = {renamed} where {ofCompany})
            update deals set search_text = {renamed} where {ofCompany}
            """,
            ct);
    }
}
