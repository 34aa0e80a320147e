using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.ApiKeys;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.ApiKeys;

/// <summary>Ends a key for good, from the next request on.</summary>
[RequiresLogin]
[NotByApiKey]
public sealed record RevokeApiKey(Guid Id) : ICommandWithoutView;

internal sealed class RevokeApiKeyHandler(IRepository<ApiKey> keys, Guard guard, IClock clock) : ICommandHandler<RevokeApiKey>
{
    public async Task<Result<Guid>> HandleAsync(RevokeApiKey command, CancellationToken ct)
    {
        var key = await guard.FindAsync(keys, ApiKeyAccess.Access, command.Id, RightAction.Update, ct: ct).ConfigureAwait(false);
        if (key.Error is { } error)
            return error;
        key.Value.Revoke(clock.Now);
        return command.Id;
    }
}
