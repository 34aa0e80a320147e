using System.Text.Json.Serialization;
using Crm.Domain.Companies;

namespace Crm.Application.Companies;

[Requires(Resource.Companies, RightAction.Create)]
public sealed record CreateCompany : CompanyRequest, ICommand<CompanyView>, IBackdated
{
    public Guid? ParentCompanyId { get; init; }
    public Guid? OwnerId { get; init; }

    /// <summary>When the company was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateCompanyValidator : AbstractValidator<CreateCompany>
{
    public CreateCompanyValidator(IClock clock)
    {
        Include(new CompanyRequestValidator());
        RuleFor(c => c.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateCompanyHandler(
    IRepository<Company> companies, CompanyAccess access, Ownership ownership, ICurrentUser user, IMapper mapper, IClock clock)
    : ICommandHandler<CreateCompany, CompanyView>
{
    public async Task<Result<Reply<CompanyView>>> HandleAsync(CreateCompany command, CancellationToken ct)
    {
        var id = clock.NewId();
        if (command.ParentCompanyId is { } parentId)
        {
            if ((await access.FindParentAsync(parentId, "parentCompanyId", ct)).Error is { } missing)
                return missing;
            if (await access.CheckTreeAsync(id, parentId, ct) is { } treeError)
                return treeError;
        }

        var owner = await ownership.ResolveAsync(
            Resource.Companies, RightAction.Create, command.OwnerId, null, "ownerId", ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var now = clock.Now;
        var company = Company.Create(
            id, mapper.Map<CompanyRequest, CompanyDetails>(command), command.ParentCompanyId, owner.Value.Id, command.CreatedAt ?? now,
            user.Required.Zone, now);
        if (company.Error is { } error)
            return error;
        companies.Add(company.Value);
        return Reply.View<CompanyView>(id);
    }
}
