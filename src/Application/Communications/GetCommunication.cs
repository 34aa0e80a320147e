using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Read)]
public sealed record GetCommunication(Guid Id) : IQuery<CommunicationView>;

internal sealed class GetCommunicationHandler(IReadDb db, ICurrentUser user, IViewReader<CommunicationView> reader) : IQueryHandler<GetCommunication, CommunicationView>
{
    public async Task<Result<CommunicationView>> Handle(GetCommunication request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Communications, RightAction.Read, "x");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : CommunicationErrors.NotFound;
    }
}
