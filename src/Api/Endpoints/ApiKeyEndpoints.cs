using Crm.Application.ApiKeys;
using Crm.Domain.ApiKeys;

namespace Crm.Api.Endpoints;

internal sealed class ApiKeyEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var keys = app.MapCollection("api-keys", "API keys");
        keys.MapGet("/", List).Lists<ListApiKeys, ApiKeyRow>(ListApiKeys.Spec, "listApiKeys", "List API keys");
        keys.MapPost("/", Create).Creates<CreateApiKey, CreatedApiKey>("createApiKey", "Create an API key, which is shown this once").RequireRateLimiting(LoginRateLimit.Policy);
        keys.MapGet("/{id:guid}", Get).Reads<GetApiKey, ApiKeyView>("getApiKey", "Get an API key");
        keys.MapPut("/{id:guid}", Put).Changes<UpdateApiKey, ApiKeyView>("replaceApiKey", "Rename an API key");
        keys.MapPatch("/{id:guid}", Patch).Patches<UpdateApiKey, ApiKeyView>("patchApiKey", "Rename an API key");
        keys.MapDelete("/{id:guid}", Revoke).Deletes<RevokeApiKey>("revokeApiKey", "End an API key for good");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListApiKeys(input));

    private static Task<IResult> Create(Body<CreateApiKey> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/api-keys/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetApiKey(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateApiKey, ApiKey, ApiKeyView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateApiKey, ApiKey, ApiKeyView>(id, body.Json, merge: true));

    private static Task<IResult> Revoke(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RevokeApiKey(id));
}
