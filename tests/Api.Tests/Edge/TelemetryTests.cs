using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using Crm.Api.Tests.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Api.Tests.Edge;

/// <summary>Starts the service as a process with the standard OpenTelemetry environment variables, and a collector that stores what it
/// receives.</summary>
[Category("Slow")]
public sealed class TelemetryTests : OutboxTest
{
    [Test]
    [Category("Slow")]
    public async Task Traces_metrics_and_logs_are_exported_without_user_input()
    {
        await using var collector = await Collector.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            Db, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "crm-under-test"));
        using var wrong = await service.Http.PostAsync(
            "/api/auth/login", new StringContent(
                """{"login": "secret@example.com", "password": "Secret"}""", Encoding.UTF8, "application/json"));
        Assert.That((int)wrong.StatusCode, Is.EqualTo(401));
        using var rejected = await service.Http.GetAsync("/api/companies?q=secret");
        Assert.That((int)rejected.StatusCode, Is.EqualTo(401));
        var id = Guid.NewGuid();
        using var record = await service.Http.GetAsync($"/api/companies/{id}");
        Assert.That((int)record.StatusCode, Is.EqualTo(401));
        using var unknown = await service.Http.GetAsync("/api/secrets/secret");
        Assert.That((int)unknown.StatusCode, Is.EqualTo(401));

        Assert.That(await service.StopAsync(), Is.Zero);

        var traces = collector.Of("/v1/traces");
        Assert.That(traces, Does.Contain("crm-under-test").And.Contain("Microsoft.AspNetCore").And.Contain("Npgsql").And.Contain(
            "crm.outcome").And.Contain("wrong_credentials"));
        Assert.That(traces, Does.Contain("http.route").And.Contain("GET /api/companies/{id}").And.Not.Contain(id.ToString()));
        Assert.That(collector.Of("/v1/metrics"), Does.Contain("crm.usecase.duration").And.Contain("http.server.request.duration"));
        Assert.That(traces + collector.Of("/v1/metrics") + string.Join('\n', service.Lines), Does.Not.Contain("ecret"));
    }

    [Test]
    [Category("Slow")]
    public async Task Redirected_output_has_one_json_object_per_line_after_the_start_messages()
    {
        await using var service = await ServiceProcess.StartAsync(Db, ("Logging__Format", "json"));
        await WriteAsync(1, 1);
        while (await WaitingAsync() > 0)
            await Task.Delay(50);
        await service.StopAsync();

        var lines = service.Lines.Where(l => l.StartsWith('{')).Select(l => JsonElement.Parse(l)).ToList();
        Assert.That(lines.Count(
            l => l.GetProperty("State").TryGetProperty("EventType", out var type) && type.GetString() == "ContactUpdated"), Is.EqualTo(1));
        Assert.That(service.Lines, Has.None.Contains("DataProtection").And.None.Contains("warn"));
    }

    [Test]
    public async Task A_log_line_of_a_request_has_its_trace_id_and_not_its_path()
    {
        await using var service = await ServiceProcess.StartAsync(Db, ("Logging__Format", "json"), ("SlowQuery__Milliseconds", "1"));
        var credentials = new { login = "admin", password = TestCluster.AdminPassword };
        using var login = await service.Http.PostAsJsonAsync("/api/auth/login", credentials);
        var token = JsonElement.Parse(await login.Content.ReadAsStringAsync()).GetProperty("accessToken").GetString();
        var id = Guid.NewGuid();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/companies/{id}");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await service.Http.SendAsync(request);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        await service.StopAsync();

        Assert.That(problem.GetProperty("traceId").GetString(), Is.EqualTo("0af7651916cd43dd8448eb211c80319c"));
        var trace = "\"TraceId\":\"0af7651916cd43dd8448eb211c80319c\"";
        Assert.That(service.Lines, Has.Some.Contains(trace), "A statement took more than a millisecond.");
        Assert.That(service.Lines, Has.None.Contains("RequestPath").And.None.Contains(id.ToString()));
    }

    /// <summary>Receives OTLP over HTTP and stores it as text; names and values are readable in the binary format.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Text)> received = new();
        private WebApplication app = null!;

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            collector.app = builder.Build();
            collector.app.Run(async context =>
            {
                using var memory = new MemoryStream();
                await context.Request.Body.CopyToAsync(memory);
                collector.received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(memory.ToArray())));
            });
            await collector.app.StartAsync();
            return collector;
        }

        public string Of(string path) => string.Concat(received.Where(r => r.Path == path).Select(r => r.Text));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
