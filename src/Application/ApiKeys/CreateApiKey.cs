using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Makes a key that acts for the caller. The answer alone shows it; it is kept as a hash.</summary>
[RequiresLogin]
[NotByApiKey]
[NotIdempotent]
public sealed record CreateApiKey : ICommand<CreatedApiKey>
{
    /// <summary>What it is for.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// What it may do at most, in either shape of a role's permissions, nothing beyond the caller's rights; the caller's rights
    /// of this moment where it is left out. A right that the caller loses later is lost to the key, too.
    /// </summary>
    public JsonElement? Permissions { get; init; }

    /// <summary>When it ends, at most 730 days ahead; 90 days from now where it is left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A new API key, with the key itself.</summary>
public sealed record CreatedApiKey : ApiKeyView
{
    internal CreatedApiKey(ApiKeyView view, string key)
        : base(view) => Key = key;

    /// <summary>Sent as <c>X-Api-Key</c>. Keep it safe: it is never shown again.</summary>
    [JsonPropertyOrder(1)]
    public string Key { get; }
}

internal sealed class CreateApiKeyValidator : AbstractValidator<CreateApiKey>
{
    public CreateApiKeyValidator(IClock clock)
    {
        this.Apply(ApiKey.Rules);
        RuleFor(k => k.ExpiresAt).Must(at => at is null || ApiKey.IsExpiry(at.Value, clock.Now)).WithMessage(ApiKey.ExpiryMessage);
    }
}

internal sealed class CreateApiKeyHandler(IRepository<ApiKey> keys, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateApiKey, CreatedApiKey>
{
    public Task<Result<Reply<CreatedApiKey>>> HandleAsync(CreateApiKey command, CancellationToken ct) => Task.FromResult(Create(command));

    private Result<Reply<CreatedApiKey>> Create(CreateApiKey command)
    {
        var caller = user.Required;
        var json = command.Permissions ?? caller.Permissions.ToJson();
        var permissions = Permissions.Parse(json);
        if (permissions.Error is { } invalid)
            return invalid;
        if (caller.Permissions.FirstBeyond(permissions.Value) is { } right)
            return RoleErrors.ExceedsOwnRights(right).At("permissions");
        var secret = ApiKeySecrets.New();
        var now = clock.Now;
        var key = ApiKey.Create(
            clock.NewId(), command.Name, caller.UserId, json, secret[..ApiKeySecrets.ShownLength], ApiKeySecrets.HashOf(secret),
            command.ExpiresAt ?? now.AddDays(ApiKey.DefaultDays), now);
        if (key.Error is { } error)
            return error;
        keys.Add(key.Value);
        var id = key.Value.Id;
        return Reply.Compose(id, async (views, ct) => new CreatedApiKey((await views.ReadAsync<ApiKeyView>(id, ct))!, secret));
    }
}
