using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>Temporary failures are returned with Retry-After; incomplete requests are rejected.</summary>
[Category("Slow")]
public sealed class UnavailableTests : ApiTest
{
    [Test]
    public async Task Without_a_database_the_service_is_unavailable()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Configuration["ConnectionStrings:Crm"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2");
        var id = Guid.NewGuid();
        var response = (await new ApiClient(host, Admin.Id).GetAsync($"/api/companies/{id}")).IsProblem(503, "database_unavailable");
        Assert.That(response.Header("Retry-After"), Is.Not.Null);
        Assert.That(response["instance"].GetString(), Is.EqualTo("/api/companies/{id}"));
        var lines = host.Log.Lines.Count(l => l.Contains("/api/companies/{id}", StringComparison.Ordinal));
        Assert.That(lines, Is.EqualTo(2), "One line for the error and one for the request.");
        Assert.That(string.Join('\n', host.Log.Lines), Does.Not.Contain(id.ToString()));
    }

    [Test]
    public async Task A_request_that_takes_too_long_times_out_and_changes_nothing()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Requests:TimeoutSeconds"] = "1");
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        var id = (await admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        await using var connection = await host.Database.OpenAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("select 1 from companies for update", transaction: transaction);
            var response = (await admin.PatchAsync($"/api/companies/{id}", new { name = "Other" })).IsProblem(503, "request_timed_out");
            Assert.That(response.Header("Retry-After"), Is.Not.Null);
        }

        Assert.That((await admin.GetAsync($"/api/companies/{id}"))["name"].GetString(), Is.EqualTo("Acme"));
    }

    [Test]
    [Category("Slow")]
    public async Task A_body_that_never_arrives_times_out()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Services.PostConfigure<KestrelServerOptions>(
                o => o.Limits.MinRequestBodyDataRate = new MinDataRate(1000, TimeSpan.FromSeconds(1.1))));
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        Assert.That(await SendRawAsync(host, admin, "Content-Length: 1000\r\n\r\n{"), Is.EqualTo(new RawResponse(408, "request_timeout")));
    }

    [Test]
    public async Task A_body_with_malformed_chunks_is_rejected() =>
        Assert.That(await SendRawAsync(Host, Admin, "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n"),
            Is.EqualTo(new RawResponse(400, "bad_request")));

    private sealed record RawResponse(int Status, string Code);

    private static async Task<RawResponse> SendRawAsync(TestHost host, ApiClient client, string rest)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/companies HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Bearer {client.Token}\r\nContent-Type: " +
                $"application/json\r\nConnection: close\r\n{rest}"));
        using var reader = new StreamReader(stream);
        var response = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return new RawResponse(
            int.Parse(response.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture),
            Regex.Match(response, "\"code\":\"([a-z_]+)\"").Groups[1].Value);
    }
}
