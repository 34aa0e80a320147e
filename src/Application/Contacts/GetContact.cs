using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Contacts;
using Crm.Domain.Roles;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Read)]
public sealed record GetContact(Guid Id) : IQuery<ContactView>;

internal sealed class GetContactHandler(IReadDb db, ICurrentUser user, IViewReader<ContactView> reader) : IQueryHandler<GetContact, ContactView>
{
    public async Task<Result<ContactView>> Handle(GetContact request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken).ConfigureAwait(false) is { } view ? view : ContactErrors.NotFound;
    }
}
