using System.Text.Json.Serialization;
using Crm.Application.Companies;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Create)]
public sealed record CreateContact : ContactRequest, ICommand<CreatedContact>, IBackdated
{
    public Guid? CompanyId { get; init; }
    public Guid? OwnerId { get; init; }

    /// <summary>When the contact was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

/// <summary>A new contact with warnings.</summary>
public sealed record CreatedContact : ContactView
{
    internal CreatedContact(ContactView view, IReadOnlyList<DuplicateWarning> warnings)
        : base(view) => Warnings = warnings;

    /// <summary>Contacts that may be the same person. Empty if none was found.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<DuplicateWarning> Warnings { get; }
}

internal sealed class CreateContactValidator : AbstractValidator<CreateContact>
{
    public CreateContactValidator(IClock clock)
    {
        Include(new ContactRequestValidator());
        RuleFor(c => c.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateContactHandler(
    IRepository<Contact> contacts, CompanyAccess companies, Ownership ownership, ContactDuplicates duplicates, ICurrentUser user,
    IMapper mapper, IClock clock)
    : ICommandHandler<CreateContact, CreatedContact>
{
    public async Task<Result<Reply<CreatedContact>>> HandleAsync(CreateContact command, CancellationToken ct)
    {
        CompanyName? company = null;
        if (command.CompanyId is { } companyId)
        {
            var found = await companies.FindParentAsync(companyId, "companyId", ct);
            if (found.Error is { } missing)
                return missing;
            company = found.Value;
        }

        var owner = await ownership.ResolveAsync(
            Resource.Contacts, RightAction.Create, command.OwnerId, null, "ownerId", ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var now = clock.Now;
        var contact = Contact.Create(
            clock.NewId(), mapper.Map<ContactRequest, ContactDetails>(command), company, owner.Value.Id, command.CreatedAt ?? now,
            user.Required.Zone, now);
        if (contact.Error is { } error)
            return error;
        var warnings = await duplicates.FindAsync(contact.Value, ct);
        contacts.Add(contact.Value);
        var id = contact.Value.Id;
        return Reply.Compose(id, async (views, ct) => new CreatedContact((await views.ReadAsync<ContactView>(id, ct))!, warnings));
    }
}
