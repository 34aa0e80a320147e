using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record RemoveSocialProfile(Guid ContactId, Guid Id) : ICommand<NoContent>;

internal sealed class RemoveSocialProfileHandler(IRepository<Contact> contacts, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<RemoveSocialProfile, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RemoveSocialProfile command, CancellationToken ct)
    {
        var contact = await authorizer.FindAsync(contacts, command.ContactId, RightAction.Update, ct: ct);
        if (contact.Error is { } error)
            return error;
        return contact.Value.RemoveSocialProfile(command.Id, clock.Now).Error is { } rejected ? rejected : Reply.None(command.Id);
    }
}
