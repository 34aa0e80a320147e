using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using Crm.LocalPostgres;
using Crm.Infrastructure.Persistence;

namespace Crm.Api.Tests.Crash;

/// <summary>
/// Kills the service and the database during writes. The clients repeat each request with the same idempotency key until it succeeds:
/// every acknowledged write is stored exactly once.
/// </summary>
public sealed class KillTests
{
    private const int Clients = 6;
    private const int Enough = 25;

    private readonly ConcurrentDictionary<string, Guid> acknowledged = new();
    private volatile ServiceProcess service = null!;
    private volatile bool stopping;
    private string token = "";
    private int retries;

    [Test]
    [Category("Slow")]
    public async Task Every_acknowledged_write_is_stored_exactly_once_after_service_and_database_were_killed()
    {
        var folder = TestFolder.Create();
        try
        {
            await using var postgres = await LocalPostgresServer.StartAsync(
                new LocalPostgresOptions(folder, Durable: true), null, CancellationToken.None);
            await Migrator.MigrateAsync(postgres.OwnerConnectionString, postgres.ServiceConnectionString, CancellationToken.None);
            await using var database = new TestDatabase(
                "crm", postgres.OwnerConnectionString, postgres.OwnerConnectionString, postgres.ServiceConnectionString);
            await using var first = service = await ServiceProcess.StartAsync(database);
            token = await LogInAsync();
            var clients = Enumerable.Range(0, Clients).Select(WriteAsync).ToArray();
            await WaitUntilAsync(() => acknowledged.Count >= Enough, clients);

            await first.KillAsync();
            await WaitUntilAsync(() => retries > 0, clients);
            await using var second = service = await ServiceProcess.StartAsync(database);
            var (before, lost) = (acknowledged.Count, retries);
            await WaitUntilAsync(() => acknowledged.Count >= before + Enough, clients);

            var killed = postgres.ProcessId;
            using (var process = Process.GetProcessById(killed))
                process.Kill();
            lost = retries;
            // LocalPostgresServer restarts it.
            await WaitUntilAsync(() => postgres.ProcessId != killed, clients);
            before = acknowledged.Count;
            await WaitUntilAsync(() => acknowledged.Count >= before + Enough, clients);
            Assert.That(retries, Is.GreaterThan(lost), "No request failed while the database was down.");

            stopping = true;
            await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.That(await second.StopAsync(), Is.Zero);
            await AssertExactlyOnceAsync(database);
            TestContext.Out.WriteLine($"{acknowledged.Count} writes acknowledged, {retries} requests repeated");
        }
        finally
        {
            stopping = true;
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AssertExactlyOnceAsync(TestDatabase database)
    {
        var companies = await database.QueryAsync<(string Name, Guid Id, string? City, long Version)>(
            "select name, id, city, version from companies order by name");
        Assert.That(companies.Select(c => new { c.Name, c.Id }),
            Is.EquivalentTo(acknowledged.Select(a => new { Name = a.Key, Id = a.Value })));
        Assert.That(
            companies.Select(c => new { c.City, c.Version }), Is.All.EqualTo(new { City = "Bonn", Version = 2L }),
            "Each company was updated exactly once.");
        // The outbox messages and audit rows of each write were stored with it, exactly once.
        var messages = await database.QueryAsync<(Guid Id, string Types)>(
            "select aggregate_id, string_agg(type, ' ' order by seq) from outbox_messages " +
            "where type like 'Company%' group by aggregate_id");
        Assert.That(messages.Select(m => new { m.Id, m.Types }),
            Is.EquivalentTo(acknowledged.Values.Select(id => new { Id = id, Types = "CompanyCreated CompanyUpdated" })));
        var changes = await database.QueryAsync<(Guid Id, long Count)>(
            "select entity_id, count(*) from audit_logs where field_name = 'city' group by entity_id");
        Assert.That(changes.Select(c => new { c.Id, c.Count }),
            Is.EquivalentTo(acknowledged.Values.Select(id => new { Id = id, Count = 1L })));
    }

    /// <summary>A client that creates and then updates one company after the other.</summary>
    private async Task WriteAsync(int client)
    {
        for (var n = 0; !stopping; n++)
        {
            var name = $"Company {client}-{n}";
            var created = await SendUntilSucceededAsync(HttpMethod.Post, "/api/companies", new { name }, $"make-{client}-{n}");
            var id = created.GetProperty("id").GetGuid();
            var changed = await SendUntilSucceededAsync(
                HttpMethod.Patch, $"/api/companies/{id}", new { city = "Bonn" }, $"change-{client}-{n}");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(changed.GetProperty("id").GetGuid(), Is.EqualTo(id));
                Assert.That(changed.GetProperty("version").GetInt64(), Is.EqualTo(2));
            }

            acknowledged[name] = id;
        }
    }

    /// <summary>Repeats a request with the same idempotency key until it succeeds, as a client should.</summary>
    private async Task<JsonElement> SendUntilSucceededAsync(HttpMethod method, string path, object body, string key)
    {
        for (var stopwatch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Headers.Add("Idempotency-Key", key);
                using var response = await service.Http.SendAsync(request);
                if (response.IsSuccessStatusCode)
                    return await response.Content.ReadFromJsonAsync<JsonElement>();
                var text = await response.Content.ReadAsStringAsync();
                Assert.That(
                    response.StatusCode == HttpStatusCode.ServiceUnavailable ||
                        (response.StatusCode == HttpStatusCode.Conflict &&
                            text.Contains("idempotency_key_in_use", StringComparison.Ordinal)),
                    Is.True,
                    $"{method} {path} returned {(int)response.StatusCode}: " +
                        $"{text}\n{string.Join('\n', service.Lines.Where(l => l.Contains("Exception", StringComparison.Ordinal)))}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                // The service is not listening yet, or it was killed before or while it responded.
            }

            Interlocked.Increment(ref retries);
            Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)),
                $"{method} {path} never succeeded.\n{string.Join('\n', service.Lines.TakeLast(20))}");
        }
    }

    private async Task<string> LogInAsync()
    {
        using var response = await service.Http.PostAsJsonAsync(
            "/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Polls until the condition holds, while the clients continue. A failed client ends the wait.</summary>
    private static async Task WaitUntilAsync(Func<bool> condition, Task[] clients)
    {
        for (var stopwatch = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            foreach (var failed in clients.Where(c => c.IsFaulted))
                await failed;
            Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), "The condition was not met in time.");
        }
    }
}
