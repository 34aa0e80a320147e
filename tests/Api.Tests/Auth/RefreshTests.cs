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
        Clock.Advance(TimeSpan.FromSeconds(31));

        (await RefreshAsync(first)).IsProblem(401, "invalid_refresh_token");

        (await RefreshAsync(second)).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(other)).Is(200);
    }

    [Test]
    public async Task A_token_repeated_shortly_after_its_use_gets_the_same_successor_once()
    {
        var first = await LoginAsync();
        var second = await RotateAsync(first);
        Clock.Advance(TimeSpan.FromSeconds(29));

        var repeated = (await RefreshAsync(first)).Is(200);

        Assert.That(repeated["refreshToken"].GetString(), Is.EqualTo(second));
        Assert.That((await SendAsync(HttpMethod.Get, repeated["accessToken"].GetString()!)).Status, Is.EqualTo(200));
        var third = await RotateAsync(second);
        (await RefreshAsync(first)).IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(third)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task A_family_may_repeat_again_later()
    {
        var token = await LoginAsync();
        for (var i = 0; i < 3; i++)
        {
            var next = await RotateAsync(token);
            Assert.That(await RotateAsync(token), Is.EqualTo(next));
            token = next;
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Test]
    public async Task A_family_repeats_once_within_the_time_whichever_token_it_is()
    {
        var first = await LoginAsync();
        var second = await RotateAsync(first);
        await RotateAsync(first);
        await RotateAsync(second);

        (await RefreshAsync(second)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task A_token_of_a_revoked_family_is_not_repeated()
    {
        var token = await LoginAsync();
        await RotateAsync(token);
        await Db.ExecuteAsync("update refresh_tokens set revoked_at = now()");

        (await RefreshAsync(token)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task Two_concurrent_refreshes_with_one_token_succeed_with_the_same_successor()
    {
        for (var i = 0; i < 5; i++)
        {
            var token = await LoginAsync();

            var responses = await Task.WhenAll(RefreshAsync(token), RefreshAsync(token));

            Assert.That(responses.Select(r => r.Is(200)["refreshToken"].GetString()).Distinct().Count(), Is.EqualTo(1));
            await RotateAsync(responses[0]["refreshToken"].GetString()!);
        }
    }

    [Test]
    public async Task Of_many_concurrent_refreshes_with_one_token_two_succeed_and_the_family_is_revoked()
    {
        var token = await LoginAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefreshAsync(token)));

        var succeeded = responses.Where(a => a.Status == 200).ToArray();
        Assert.That(succeeded, Has.Length.EqualTo(2));
        foreach (var rejected in responses.Except(succeeded))
            rejected.IsProblem(401, "invalid_refresh_token");
        (await RefreshAsync(succeeded[0]["refreshToken"].GetString()!)).IsProblem(401, "invalid_refresh_token");
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
        var next = await RotateAsync(token);
        await RotateAsync(token);

        Assert.That(await Db.QueryAsync<int>("select length(token_hash) from refresh_tokens"), Is.EqualTo(new[] { 32, 32 }));
        var rows = string.Join('\n', await Db.QueryAsync<string>("select row_to_json(t)::text from refresh_tokens t"));
        Assert.That(rows, Does.Not.Contain(token).And.Not.Contain(next).And.Not.Contain("127.0.0.1"));
    }

    private Task<ApiResponse> SendAsync(HttpMethod method, string token)
    {
        var request = new HttpRequestMessage(method, "/api/auth/me");
        request.Headers.Add("Authorization", $"Bearer {token}");
        return Anonymous.SendAsync(request);
    }

    private async Task<string> LoginAsync() =>
        (await Anonymous.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(
            200)["refreshToken"].GetString()!;

    private async Task<string> RotateAsync(string token) => (await RefreshAsync(token)).Is(200)["refreshToken"].GetString()!;

    private Task<ApiResponse> RefreshAsync(string token) => Anonymous.PostAsync("/api/auth/refresh", new { refreshToken = token });
}
