using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>Renames a key. Permissions and expiry cannot be changed.</summary>
[RequiresLogin]
[NotByApiKey]
public sealed record UpdateApiKey : IUpdate<UpdateApiKey, ApiKey, ApiKeyView>
{
    /// <summary>The purpose, as a name for people.</summary>
    public string Name { get; init; } = "";

    public static string? Remedy(string member) => "create a new key";
}

internal sealed class UpdateApiKeyValidator : AbstractValidator<UpdateApiKey>
{
    public UpdateApiKeyValidator() => this.Apply(ApiKey.Rules);
}

internal sealed class UpdateApiKeyHandler(IClock clock) : IUpdateHandler<UpdateApiKey, ApiKey>
{
    public Task<Result> HandleAsync(UpdateApiKey update, ApiKey aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.Rename(update.Name, clock.Now));
}
