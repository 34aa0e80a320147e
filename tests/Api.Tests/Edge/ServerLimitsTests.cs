using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Edge;

[Category("Slow")]
public sealed class ServerLimitsTests
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task Start_a_host_with_narrow_limits() => host = await TestHost.StartAsync(
        await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
        builder =>
        {
            builder.Configuration["Requests:TimeoutSeconds"] = "1";
            builder.Configuration["Requests:SlowSeconds"] = "1";
            builder.Configuration["Cors:Origins"] = "https://crm.example.com, https://other.example.com";
        });

    [OneTimeTearDown]
    public async Task Stop_the_host() => await host.DisposeAsync();

    [Test]
    public async Task A_request_that_takes_too_long_times_out_with_a_problem_and_one_log_line_without_values()
    {
        var admin = await AdminAsync();
        await using var blocker = await host.Database.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var command = blocker.CreateCommand())
        {
            command.CommandText = "lock table companies in access exclusive mode";
            await command.ExecuteNonQueryAsync();
        }

        host.Log.Clear();
        var response = await admin.GetAsync("/api/companies?q=secret");

        response.IsProblem(503, "request_timed_out");
        Assert.That(response.Header("Retry-After"), Is.Not.Null);
        Assert.That(host.Log.Lines, Has.One.Contains("GET /api/companies responded 503"));
        Assert.That(host.Log.Lines, Has.None.Contains("secret"));
    }

    [Test]
    public async Task Only_configured_origins_may_call_from_a_page()
    {
        var allowed = await PreflightAsync("https://other.example.com");
        Assert.That(allowed.Header("Access-Control-Allow-Origin"), Is.EqualTo("https://other.example.com"));
        Assert.That(allowed.Header("Access-Control-Allow-Headers"), Does.Contain("If-Match"));
        Assert.That((await PreflightAsync("https://evil.example.com")).Header("Access-Control-Allow-Origin"), Is.Null);
    }

    [Test]
    public async Task No_origin_is_allowed_if_none_is_configured()
    {
        await using var plain = await TestHost.StartAsync(await (await TestCluster.GetAsync()).CreateDatabaseAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("Origin", "https://crm.example.com");
        var response = await new ApiClient(plain, null).SendAsync(request);
        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.Null);
    }

    [Test]
    public async Task Another_method_is_rejected_with_the_allowed_methods()
    {
        var response = (await (await AdminAsync()).SendAsync(HttpMethod.Delete, "/api/companies", null)).IsProblem(
            405, "method_not_allowed");
        Assert.That(response.Header("Allow"), Does.Contain("GET").And.Contain("HEAD").And.Contain("POST"));
    }

    [Test]
    public async Task Headers_that_never_end_time_out()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', 40_000) + "\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync(), Does.Contain(" 431 "));
    }

    [Test]
    public async Task Every_response_has_the_security_headers()
    {
        foreach (var path in new[] { "/api/companies", "/nowhere", "/health/live" })
        {
            var response = await new ApiClient(host, null).GetAsync(path);
            Assert.That(response.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"), path);
            Assert.That(response.Header("Cache-Control"), Is.EqualTo("no-store"), path);
            Assert.That(response.Header("Content-Security-Policy"), Does.Contain("frame-ancestors 'none'"), path);
            Assert.That(response.Header("Server"), Is.Null, path);
        }
    }

    private async Task<ApiClient> AdminAsync() => new(host, await host.Database.ScalarAsync<Guid>("select id from test_start.users"));

    private async Task<ApiResponse> PreflightAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/companies");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PATCH");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,if-match");
        return await new ApiClient(host, null).SendAsync(request);
    }
}
