namespace Crm.Api.Tests.ApiKeys;

/// <summary>Base class of the tests of API keys.</summary>
public abstract class ApiKeyTest : ApiTest
{
    /// <summary>Creates an API key of the user and returns the response of POST.</summary>
    protected static async Task<ApiResponse> KeyAsync(ApiClient owner, string? permissions = null, string more = "") =>
        (await owner.PostAsync(
            "/api/api-keys", $$"""{"name": "Import"{{(permissions is null ? "" : $", \"permissions\": {permissions}")}}{{more}}}""")).Is(
                201);

    /// <summary>A client that authenticates with an API key.</summary>
    protected ApiClient Service(string? key) => new(Host, null) { ApiKey = key };

    protected ApiClient Service(ApiResponse created) => Service(created["key"].GetString());
}
