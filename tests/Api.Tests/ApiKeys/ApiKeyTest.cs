namespace Crm.Api.Tests.ApiKeys;

/// <summary>What the tests of API keys share.</summary>
public abstract class ApiKeyTest : ApiTest
{
    /// <summary>A new key of the user's, as POST answers it.</summary>
    protected static async Task<ApiResponse> KeyAsync(ApiClient owner, string? permissions = null, string more = "") =>
        (await owner.PostAsync("/api/api-keys", $$"""{"name": "Import"{{(permissions is null ? "" : $", \"permissions\": {permissions}")}}{{more}}}""")).Is(201);

    /// <summary>A service that calls with a key.</summary>
    protected ApiClient Service(string? key) => new(Host, null) { ApiKey = key };

    protected ApiClient Service(ApiResponse made) => Service(made["key"].GetString());
}
