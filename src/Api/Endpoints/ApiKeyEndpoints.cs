using Crm.Application.ApiKeys;
using Crm.Domain.ApiKeys;

namespace Crm.Api.Endpoints;

internal sealed class ApiKeyEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var keys = app.MapCollection(
            "api-keys", new TagDescription("API keys", "Keys with which services call the API instead of a person.")).ShowsSecrets();
        keys.MapList<ApiKey, ListApiKeys, ApiKeyRow>(input => new ListApiKeys(input));
        keys.MapCreate<ApiKey, CreateApiKey, CreatedApiKey>().WithSummary("Create an API key; only this response contains the key")
            .RequireRateLimiting(LoginRateLimit.Policy);
        keys.MapGet<ApiKeyView>(RecordCatalog.Of<ApiKey>());
        keys.MapUpdate<UpdateApiKey, ApiKey, ApiKeyView>();
        keys.MapDelete("/{id:guid}", Revoke).Deletes<RevokeApiKey>("revokeApiKey", "Revoke an API key permanently");
    }

    private static Task<IResult> Revoke(Guid id, UseCaseSender sender) => sender.CommandAsync(new RevokeApiKey(id));
}
