using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Delete)]
public sealed record DeleteContact(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteContactHandler(IRepository<Contact> contacts, RecordAuthorizer authorizer, IWriteDb db, IClock clock)
    : ICommandHandler<DeleteContact, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteContact command, CancellationToken ct)
    {
        var contact = await authorizer.FindAsync(contacts, command.Id, RightAction.Delete, ct: ct);
        if (contact.Error is { } error)
            return error;
        var openDeals = await db.QuerySingleOrDefaultAsync<int>(
            $"select count(*)::int from deals where primary_contact_id = {command.Id} and is_active", ct);
        return contact.Value.Delete(openDeals, clock.Now).Error is { } rejected ? rejected : Reply.None(command.Id);
    }
}
