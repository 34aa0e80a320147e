using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

/// <summary>Base class of the tests of users.</summary>
public abstract class UserTest : ApiTest
{
    protected const string Password = "Battery-Staple-7";

    /// <summary>Permissions to manage users and nothing else.</summary>
    protected const string Clerk = """{"users": ["create", "read", "update", "delete", "restore"]}""";

    protected static Dictionary<string, object?> Fields(Guid roleId, string name = "jo") => new()
    {
        ["email"] = $"{name}@example.org",
        ["username"] = name,
        ["firstName"] = "Jo",
        ["lastName"] = "Doe",
        ["roleId"] = roleId,
    };

    protected Task<Guid> RoleIdAsync(string name) => Db.ScalarAsync<Guid>("select id from roles where name = @name", new { name });

    protected async Task<ApiResponse> CreateAsync(string name = "jo", string role = BuiltInRoles.SalesRep, string? password = Password)
    {
        var fields = Fields(await RoleIdAsync(role), name);
        fields["password"] = password;
        return (await Admin.PostAsync("/api/users", fields)).Is(201);
    }

    protected Task<ApiResponse> LoginAsync(string login, string password) =>
        Anonymous.PostAsync("/api/auth/login", new { login, password });

    protected Task<ApiResponse> RefreshAsync(ApiResponse tokens) =>
        Anonymous.PostAsync("/api/auth/refresh", new { refreshToken = tokens["refreshToken"].GetString() });

    /// <summary>The id of the role of a client's user.</summary>
    protected async Task<Guid> RoleOfAsync(ApiClient client) =>
        await Db.ScalarAsync<Guid>("select role_id from users where id = @id", new { id = client.Id });

    protected static bool Same(JsonElement json, string expected) => JsonElement.DeepEquals(json, JsonElement.Parse(expected));
}
