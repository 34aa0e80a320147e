using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Crm.Application.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Auth;

[Category("Slow")]
public sealed class LoginTests : ApiTest
{
    private const string Wrong = "Wrong-Horse-42!";

    [Test]
    public async Task Either_the_username_or_the_email_address_in_any_case_logs_in()
    {
        foreach (var login in new[] { "admin", "ADMIN", "Admin@Example.com", " admin " })
        {
            var tokens = (await LoginAsync(login, TestCluster.AdminPassword)).Is(200);

            Assert.That(tokens["tokenType"].GetString(), Is.EqualTo("Bearer"));
            Assert.That(tokens["expiresIn"].GetInt32(), Is.EqualTo(900));
            Assert.That(tokens["refreshToken"].GetString(), Has.Length.EqualTo(43));
            var me = await MeAsync(tokens["accessToken"].GetString()!);
            Assert.That(me.Is(200)["user"].GetProperty("username").GetString(), Is.EqualTo("admin"));
        }
    }

    [Test]
    public async Task Every_failed_login_gets_the_same_response()
    {
        var deactivated = await UserAsync();
        var deleted = await UserAsync();
        await Db.ExecuteAsync("update users set is_active = false where id = @id", new { id = deactivated.Id });
        await Db.ExecuteAsync("update users set deleted_at = now() where id = @id", new { id = deleted.Id });
        var responses = new List<ApiResponse>
        {
            await LoginAsync("admin", Wrong),
            await LoginAsync("nobody", TestCluster.AdminPassword),
            await LoginAsync(await UsernameAsync(deactivated.Id), TestCluster.AdminPassword),
            await LoginAsync(await UsernameAsync(deleted.Id), TestCluster.AdminPassword),
        };

        foreach (var response in responses)
            response.IsProblem(401, "wrong_credentials");
        Assert.That(responses.Select(a => a.Detail).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Missing_and_unknown_members_are_named()
    {
        (await Anonymous.PostAsync("/api/auth/login", new { })).IsProblem(400, "validation_failed", "login")
            .IsProblem(400, "validation_failed", "password");
        (await Anonymous.PostAsync("/api/auth/login", new { login = "admin", passwort = "x" })).IsProblem(400, "unknown_member");
        (await LoginAsync("admin", new string('x', 257))).IsProblem(400, "validation_failed", "password");
        (await Anonymous.PostAsync("/api/auth/login", """{"login": "admin", "password": "\u0000"}""")).IsProblem(400, "invalid_member");
    }

    [Test]
    public async Task A_login_updates_only_the_time_of_the_last_login()
    {
        var before = (await Admin.GetAsync($"/api/users/{Admin.Id}")).Is(200);

        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);

        var after = (await Admin.GetAsync($"/api/users/{Admin.Id}")).Is(200);
        Assert.That(before["lastLoginAt"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(after["lastLoginAt"].GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromSeconds(10)));
        Assert.That(after.TaggedVersion, Is.EqualTo(before.TaggedVersion));
        Assert.That(after.ETag, Is.Not.EqualTo(before.ETag), "what is shown has changed");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs where field_name is not null"), Is.Zero);
    }

    [Test]
    public async Task Logins_and_failures_are_audited_without_user_input()
    {
        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);
        (await LoginAsync("admin", Wrong)).Is(401);
        (await LoginAsync("s3cret-typed-into-the-wrong-field", Wrong)).Is(401);

        var rows = await Db.QueryAsync<(string Action, Guid? EntityId, Guid? UserId, string All)>(
            "select action, entity_id, user_id, row_to_json(a)::text from audit_logs a order by seq");
        Assert.That(rows.Select(r => new { r.Action, r.EntityId, r.UserId }), Is.EqualTo(new[]
        {
            new { Action = "LOGIN", EntityId = (Guid?)Admin.Id, UserId = (Guid?)Admin.Id },
            new { Action = "LOGIN_FAILED", EntityId = (Guid?)Admin.Id, UserId = (Guid?)null },
            new { Action = "LOGIN_FAILED", EntityId = (Guid?)null, UserId = (Guid?)null },
        }));
        foreach (var row in rows)
        {
            Assert.That(row.All, Does.Contain("\"entity_type\":\"User\"").And.Contain("127.0.0.1"));
            Assert.That(row.All, Does.Not.Contain("s3cret").And.Not.Contain("Horse"));
        }
    }

    [Test]
    public async Task Failures_slow_an_account_down_and_then_lock_it_even_for_the_right_password()
    {
        for (var failure = 1; failure <= 9; failure++)
        {
            (await LoginAsync("admin", Wrong)).IsProblem(401, "wrong_credentials");
            if (failure < 5)
                continue;
            var wait = 1 << (failure - 5);
            var throttled = (await LoginAsync("ADMIN", TestCluster.AdminPassword)).IsProblem(429, "too_many_failed_logins");
            Assert.That(int.Parse(throttled.Header("Retry-After")!, null), Is.InRange(1, wait));
            Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        (await LoginAsync("admin", Wrong)).IsProblem(401, "wrong_credentials");

        var locked = (await LoginAsync("admin", TestCluster.AdminPassword)).IsProblem(429, "too_many_failed_logins");
        Assert.That(int.Parse(locked.Header("Retry-After")!, null), Is.InRange(890, 900));
        Clock.Advance(TimeSpan.FromMinutes(15));
        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);
    }

    [Test]
    public async Task An_unknown_account_is_locked_in_the_same_way()
    {
        await FailAsync("nobody", 5);

        (await LoginAsync("nobody", Wrong)).IsProblem(429, "too_many_failed_logins");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from login_throttles where failures = 5"), Is.EqualTo(3),
            "the account, the account at the address, and the address");
    }

    [Test]
    public async Task A_username_and_an_email_address_have_one_count()
    {
        foreach (var login in new[] { "admin", "admin@example.com", "ADMIN", "Admin@Example.com", " admin " })
            (await LoginAsync(login, Wrong)).IsProblem(401, "wrong_credentials");

        (await LoginAsync("admin@example.com", TestCluster.AdminPassword)).IsProblem(429, "too_many_failed_logins");
        (await LoginAsync("admin", TestCluster.AdminPassword)).IsProblem(429, "too_many_failed_logins");
    }

    [Test]
    public async Task Failures_at_other_addresses_do_not_lock_an_account()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Configuration["Login:SlowDownMilliseconds"] = "300");
        for (var address = 2; address < 6; address++)
        {
            using var attacker = ClientAt(host, $"127.0.0.{address}");
            for (var i = 0; i < 12; i++)
            {
                using var response = await PostAsync(attacker, Wrong);
                Assert.That((int)response.StatusCode, Is.AnyOf(401, 429));
            }

            using var locked = await PostAsync(attacker, TestCluster.AdminPassword);
            Assert.That((int)locked.StatusCode, Is.EqualTo(429));
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var victim = ClientAt(host, "127.0.0.9");
        var started = System.Diagnostics.Stopwatch.StartNew();
        using var succeeded = await PostAsync(victim, TestCluster.AdminPassword);
        Assert.That((int)succeeded.StatusCode, Is.EqualTo(200));
        Assert.That(started.Elapsed, Is.GreaterThan(TimeSpan.FromMilliseconds(290)), "The account is slowed down.");

        static Task<HttpResponseMessage> PostAsync(HttpClient client, string password) => client.PostAsync(
            "/api/auth/login",
            new StringContent($$"""{"login": "admin", "password": "{{password}}"}""", Encoding.UTF8, "application/json"));
    }

    /// <summary>A client that connects from another address of this machine.</summary>
    private static HttpClient ClientAt(TestHost host, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = host.Address };

    [Test]
    public async Task A_hash_with_fewer_rounds_is_replaced_at_the_next_login()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Login:PasswordRounds"] = "2000");
        var caller = new ApiClient(host, null);
        const string Read = "select password_hash from users";
        var before = await host.Database.ScalarAsync<string>(Read);
        (await caller.PostAsync("/api/auth/login", new { login = "admin", password = Wrong })).Is(401);
        Assert.That(await host.Database.ScalarAsync<string>(Read), Is.EqualTo(before));

        (await caller.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(200);
        var after = await host.Database.ScalarAsync<string>(Read);
        (await caller.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(200);

        Assert.That(after, Is.Not.EqualTo(before));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(after).AsSpan(5)), Is.EqualTo(2000));
        Assert.That(await host.Database.ScalarAsync<string>(Read), Is.EqualTo(after));
        Assert.That(await host.Database.ScalarAsync<long>("select version from users"), Is.EqualTo(1));
    }

    [TestCase("Login:PasswordRounds", "999")]
    [TestCase("Login:PasswordRounds", "10000001")]
    [TestCase("Login:AccountFailures", "0")]
    [TestCase("Login:LockMinutes", "-1")]
    public void A_limit_out_of_range_is_reported_at_the_start(string setting, string value) => Assert.That(
        async () => await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration[setting] = value),
        Throws.TypeOf<StartException>().With.Message.StartsWith(setting));

    [Test]
    public void The_rounds_are_those_that_are_recommended_today() =>
        Assert.That(new LoginLimits().PasswordRounds, Is.GreaterThanOrEqualTo(210_000));

    [Test]
    public async Task A_successful_login_resets_the_failures_of_the_account()
    {
        await FailAsync("admin", 4);
        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);
        await FailAsync("admin", 4);

        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);
    }

    [Test]
    public async Task Failures_expire()
    {
        await FailAsync("admin", 4);
        Clock.Advance(TimeSpan.FromMinutes(15));
        await FailAsync("admin", 4);

        (await LoginAsync("admin", TestCluster.AdminPassword)).Is(200);
    }

    [Test]
    public async Task An_address_is_locked_over_all_accounts()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Login:AddressFailures"] = "3");
        var caller = new ApiClient(host, null);
        for (var i = 1; i <= 3; i++)
            (await caller.PostAsync("/api/auth/login", new { login = $"user-{i}", password = Wrong })).IsProblem(401, "wrong_credentials");

        var locked = (await caller.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).IsProblem(
            429, "too_many_failed_logins");

        Assert.That(int.Parse(locked.Header("Retry-After")!, null), Is.InRange(890, 900));
    }

    [Test]
    public async Task Concurrent_guesses_are_rejected_once_the_account_is_locked()
    {
        var limits = Host.Services.GetRequiredService<LoginLimits>();
        var responses = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => LoginAsync("admin", Wrong)));

        Assert.That(responses.Select(a => a.Status), Is.All.AnyOf(401, 429));
        Assert.That(
            await Db.ScalarAsync<int>("select max(failures) from login_throttles"), Is.GreaterThanOrEqualTo(limits.AccountFailures / 2));
        (await LoginAsync("admin", TestCluster.AdminPassword)).IsProblem(429, "too_many_failed_logins");
    }

    [Test]
    public async Task An_address_over_the_rate_limit_gets_retry_after()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Login:AttemptsPerMinute"] = "2");
        var caller = new ApiClient(host, null);
        for (var i = 0; i < 2; i++)
            (await caller.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).Is(200);

        var rejected = (await caller.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword })).IsProblem(
            429, "too_many_requests");

        Assert.That(int.Parse(rejected.Header("Retry-After")!, null), Is.InRange(1, 60));
    }

    private async Task FailAsync(string login, int times)
    {
        for (var i = 0; i < times; i++)
            (await LoginAsync(login, Wrong)).IsProblem(401, "wrong_credentials");
    }

    private Task<ApiResponse> LoginAsync(string login, string password) => Anonymous.PostAsync("/api/auth/login", new { login, password });

    private Task<string> UsernameAsync(Guid id) => Db.ScalarAsync<string>("select username from users where id = @id", new { id });

    private Task<ApiResponse> MeAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/me");
        request.Headers.Add("Authorization", $"Bearer {token}");
        return Anonymous.SendAsync(request);
    }
}
