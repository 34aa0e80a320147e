using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Ends a key for good, from the next request on.</summary>
[RequiresLogin]
[NotByApiKey]
public sealed record RevokeApiKey(Guid Id) : ICommandWithoutView;

internal sealed class RevokeApiKeyHandler(IRepository<ApiKey> keys, RecordAuthorizer guard, IClock clock) : ICommandHandler<RevokeApiKey>
{
    public async Task<Result<Guid>> HandleAsync(RevokeApiKey command, CancellationToken ct)
    {
        var key = await guard.FindAsync(keys, ApiKeyAccess.Access, command.Id, RightAction.Update, ct: ct);
        if (key.Error is { } error)
            return error;
        key.Value.Revoke(clock.Now);
        return command.Id;
    }
}
