using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Read)]
public sealed record GetContact(Guid Id) : IQuery<ContactView>;

internal sealed class GetContactHandler(IReadDb db, ICurrentUser user, IViewReader<ContactView> reader) : IQueryHandler<GetContact, ContactView>
{
    public async Task<Result<ContactView>> Handle(GetContact request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : ContactErrors.NotFound;
    }
}
