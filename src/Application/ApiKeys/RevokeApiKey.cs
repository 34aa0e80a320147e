using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Revokes a key permanently. The next request with it is rejected.</summary>
[RequiresLogin]
[NotByApiKey]
public sealed record RevokeApiKey(Guid Id) : ICommand<NoContent>;

internal sealed class RevokeApiKeyHandler(IRepository<ApiKey> keys, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<RevokeApiKey, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RevokeApiKey command, CancellationToken ct)
    {
        var key = await authorizer.FindAsync(keys, command.Id, RightAction.Update, ct: ct);
        if (key.Error is { } error)
            return error;
        key.Value.Revoke(clock.Now);
        return Reply.None(command.Id);
    }
}
