namespace Crm.Api.Tests.Auth;

public sealed class RefreshTests : ApiTest
{
    [Test]
    public async Task A_refresh_token_can_be_used_once_and_is_replaced()
    {
        var token = await LoginAsync();
        for (var i = 0; i < 3; i++)
        {
            var tokens = (await RefreshAsync(token)).Is(200);
            Assert.That(tokens["expiresIn"].GetInt32(), Is.EqualTo(900));
            Assert.That(tokens["refreshToken"].GetString(), Is.Not.EqualTo(token));
            token = tokens["refreshToken"].GetString()!;
        }

        Assert.That(await Db.ScalarAsync<long>("select count(distinct family_id) from refresh_tokens"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reused_token_revokes_its_family_although_the_request_is_rejected()
    {
        var (first, other) = (await LoginAsync(), await LoginAsync());
        var second = await RotateAsync(first);

        (await RefreshAsync(first)).IsProblem(401, "invalid_refresh_token");

        (await RefreshAsync(second)).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(other)).Is(200);
    }

    [Test]
    public async Task Of_concurrent_refreshes_with_one_token_one_succeeds_and_the_family_is_revoked()
    {
        var token = await LoginAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefreshAsync(token)));

        var succeeded = responses.Single(a => a.Status == 200);
        foreach (var rejected in responses.Where(a => a != succeeded))
            rejected.IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(succeeded["refreshToken"].GetString()!)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task A_family_lives_for_thirty_days_after_its_latest_refresh()
    {
        var token = await LoginAsync();
        Clock.Advance(TimeSpan.FromDays(29));
        token = await RotateAsync(token);
        Clock.Advance(TimeSpan.FromDays(29));
        token = await RotateAsync(token);
        Clock.Advance(TimeSpan.FromDays(30));

        (await RefreshAsync(token)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task A_deactivated_user_cannot_refresh_not_even_once_active_again()
    {
        var token = await LoginAsync();
        await Db.ExecuteAsync("update users set is_active = false");
        (await RefreshAsync(token)).IsProblem(401, "invalid_refresh_token");
        await Db.ExecuteAsync("update users set is_active = true");

        (await RefreshAsync(token)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task A_malformed_refresh_token_is_rejected()
    {
        (await RefreshAsync("x")).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(Admin.Token)).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(new string('x', 300))).IsProblem(400, "validation_failed", "refreshToken");
        (await RefreshAsync("")).IsProblem(400, "validation_failed", "refreshToken");
        (await Anonymous.PostAsync("/api/auth/refresh")).IsProblem(400, "body_missing");
    }

    [Test]
    public async Task No_token_is_stored_in_plain_text()
    {
        var token = await LoginAsync();

        Assert.That(await Db.ScalarAsync<int>("select length(token_hash) from refresh_tokens"), Is.EqualTo(32));
        Assert.That(await Db.ScalarAsync<string>("select row_to_json(t)::text from refresh_tokens t"), Does.Not.Contain(token));
    }

    private async Task<string> LoginAsync() =>
        (await Anonymous.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(
            200)["refreshToken"].GetString()!;

    private async Task<string> RotateAsync(string token) => (await RefreshAsync(token)).Is(200)["refreshToken"].GetString()!;

    private Task<ApiResponse> RefreshAsync(string token) => Anonymous.PostAsync("/api/auth/refresh", new { refreshToken = token });
}
