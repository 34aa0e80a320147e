namespace Crm.Api.Tests.Auth;

public sealed class LogoutTests : ApiTest
{
    [Test]
    public async Task Logging_out_revokes_the_family_of_the_token()
    {
        var (mine, other) = (await LoginAsync(), await LoginAsync());

        (await Admin.PostAsync("/api/auth/logout", new { refreshToken = mine })).Is(204);

        (await RefreshAsync(mine)).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(other)).Is(200);
    }

    [Test]
    public async Task Tokens_of_other_users_and_unknown_tokens_change_nothing()
    {
        var token = await LoginAsync();
        var user = await UserAsync();

        (await user.PostAsync("/api/auth/logout", new { refreshToken = token })).Is(204);
        (await user.PostAsync("/api/auth/logout", new { refreshToken = "unknown" })).Is(204);

        (await RefreshAsync(token)).Is(200);
    }

    [Test]
    public async Task It_requires_authentication_and_a_token()
    {
        (await Anonymous.PostAsync("/api/auth/logout", new { refreshToken = "x" })).IsProblem(401, "not_authenticated");
        (await Admin.PostAsync("/api/auth/logout", new { })).IsProblem(400, "validation_failed", "refreshToken");
    }

    private async Task<string> LoginAsync() =>
        (await Anonymous.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(
            200)["refreshToken"].GetString()!;

    private Task<ApiResponse> RefreshAsync(string token) => Anonymous.PostAsync("/api/auth/refresh", new { refreshToken = token });
}
