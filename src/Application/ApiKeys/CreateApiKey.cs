using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Creates a key that acts for the caller. Only this response contains the key; the service stores a hash.</summary>
[RequiresLogin]
[NotByApiKey]
[NotIdempotent]
public sealed record CreateApiKey : ICommand<CreatedApiKey>
{
    /// <summary>The purpose, as a name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The maximum permissions of the key, in either form of a role's permissions. They must not exceed the caller's permissions.
    /// Default: the caller's current permissions. If the caller loses a permission later, the key loses it too.
    /// </summary>
    public JsonElement? Permissions { get; init; }

    /// <summary>When the key expires, at most 730 days ahead. Default: 90 days from now.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A new API key, including the key itself.</summary>
public sealed record CreatedApiKey : ApiKeyView
{
    internal CreatedApiKey(ApiKeyView view, string key)
        : base(view) => Key = key;

    /// <summary>The key, sent as <c>X-Api-Key</c>. Store it safely: it is never shown again.</summary>
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
