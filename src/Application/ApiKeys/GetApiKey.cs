using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

[RequiresLogin]
[NotByApiKey]
public sealed record GetApiKey(Guid Id) : IQuery<ApiKeyView>;

internal sealed class GetApiKeyHandler(IReadDb db, ICurrentUser user, IViewReader<ApiKeyView> reader) : IQueryHandler<GetApiKey, ApiKeyView>
{
    public async Task<Result<ApiKeyView>> Handle(GetApiKey request, CancellationToken cancellationToken) =>
        await reader.ReadAsync(db, request.Id, ApiKeyAccess.ScopeOf(user.Required, "k"), cancellationToken) is { } view
            ? view
            : ApiKeyErrors.NotFound;
}
