using Crm.Application.Companies;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record UpdateContact : ContactRequest, IUpdate<UpdateContact, Contact, ContactView>
{
    public Guid? CompanyId { get; init; }
    public Guid? OwnerId { get; init; }
}

internal sealed class UpdateContactValidator : AbstractValidator<UpdateContact>
{
    public UpdateContactValidator() => Include(new ContactRequestValidator());
}

internal sealed class UpdateContactHandler(CompanyAccess companies, Ownership ownership, ICurrentUser user, IMapper mapper, IClock clock)
    : IUpdateHandler<UpdateContact, Contact>
{
    public async Task<Result> HandleAsync(UpdateContact update, Contact aggregate, Guid id, CancellationToken ct)
    {
        CompanyName? company = null;
        if (update.CompanyId is { } companyId)
        {
            var found = companyId == aggregate.CompanyId
                ? await companies.FindCurrentAsync(companyId, ct)
                : await companies.FindParentAsync(companyId, "companyId", ct);
            if (found.Error is { } missing)
                return missing;
            company = found.Value;
        }

        var owner = await ownership.ResolveAsync(
            Resource.Contacts, RightAction.Update, update.OwnerId, new OwnerId(aggregate.OwnerId), "ownerId", ct);
        return owner.Error is { } ownerError
            ? ownerError
            : aggregate.Update(mapper.Map<ContactRequest, ContactDetails>(update), company, owner.Value.Id, user.Required.Zone,
                clock.Now);
    }
}
