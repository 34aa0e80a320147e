using Crm.Application.Companies;
using Crm.Application.Trash;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Restore)]
public sealed record RestoreContact(Guid Id) : ICommand<ContactView>, IRestore
{
    public static TrashTable Trash { get; } = new("contacts", "p.first_name || ' ' || p.last_name", "owner_id");
}

internal sealed class RestoreContactHandler(IRepository<Contact> contacts, CompanyAccess companies, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreContact>
{
    public async Task<Result<Guid>> HandleAsync(RestoreContact command, CancellationToken ct)
    {
        var contact = await guard.FindAsync(contacts, ContactAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (contact.Error is { } error)
            return error;
        if (contact.Value is { DeletedAt: not null, CompanyId: { } companyId } && !await companies.IsLiveAsync(companyId, ct))
            return ContactErrors.CompanyInTrash;
        contact.Value.Restore(clock.Now);
        return command.Id;
    }
}
