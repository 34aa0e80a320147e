using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Writing;
using Crm.Application.Companies;
using Crm.Domain.Common;
using Crm.Domain.Contacts;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record UpdateContact : ContactDetails, IUpdate<UpdateContact, Contact, ContactView>
{
    public UpdateContact()
    {
    }

    private UpdateContact(Contact contact)
        : base(contact.Details) => (CompanyId, OwnerId) = (contact.CompanyId, contact.OwnerId);

    public static Access<Contact> Access => ContactAccess.Access;

    public Guid? CompanyId { get; init; }
    public Guid? OwnerId { get; init; }

    public static UpdateContact From(Contact aggregate, Guid id) => new(aggregate);

    public static bool IsOfCreation(string member) => member == "warnings";
}

internal sealed class UpdateContactValidator : AbstractValidator<UpdateContact>
{
    public UpdateContactValidator() => Include(new ContactDetailsRules());
}

internal sealed class UpdateContactHandler(CompanyAccess companies, Ownership ownership, IClock clock) : IUpdateHandler<UpdateContact, Contact>
{
    public async Task<Result> HandleAsync(UpdateContact update, Contact aggregate, Guid id, CancellationToken ct)
    {
        CompanyName? company = null;
        if (update.CompanyId is { } companyId)
        {
            var found = companyId == aggregate.CompanyId
                ? await companies.FindPresentAsync(companyId, ct).ConfigureAwait(false)
                : await companies.FindParentAsync(companyId, "companyId", ct).ConfigureAwait(false);
            if (found.Error is { } missing)
                return missing;
            company = found.Value;
        }

        var owner = await ownership.ResolveAsync(
            Resource.Contacts, RightAction.Update, update.OwnerId, new OwnerId(aggregate.OwnerId), "ownerId", ct).ConfigureAwait(false);
        return owner.Error is { } ownerError ? ownerError : aggregate.Update(update, company, owner.Value.Id, clock.Now);
    }
}
