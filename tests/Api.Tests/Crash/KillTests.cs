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
/// Service and database killed under a stream of writes, by clients who say the same again, with the same key, until they are
/// answered: whatever was acknowledged is there, and nothing is there twice.
/// </summary>
public sealed class KillTests
{
    private const int Clients = 6;
    private const int Enough = 25;

    private readonly ConcurrentDictionary<string, Guid> acknowledged = new();
    private volatile ServiceProcess service = null!;
    private volatile bool stopping;
    private string token = "";
    private int unanswered;

    [Test]
    [Category("Slow")]
    public async Task Every_acknowledged_write_is_there_exactly_once_though_service_and_database_were_killed()
    {
        var folder = TestFolder.Create();
        try
        {
            await using var postgres = await LocalPostgresServer.StartAsync(new LocalPostgresOptions(folder, Durable: true), null, CancellationToken.None);
            await Migrator.MigrateAsync(postgres.OwnerConnectionString, postgres.ServiceConnectionString, CancellationToken.None);
            await using var database = new TestDatabase("crm", postgres.OwnerConnectionString, postgres.OwnerConnectionString, postgres.ServiceConnectionString);
            await using var first = service = await ServiceProcess.StartAsync(database);
            token = await LogInAsync();
            var clients = Enumerable.Range(0, Clients).Select(WriteAsync).ToArray();
            await UntilAsync(() => acknowledged.Count >= Enough, clients);

            await first.KillAsync();
            await UntilAsync(() => unanswered > 0, clients);
            await using var second = service = await ServiceProcess.StartAsync(database);
            var (before, lost) = (acknowledged.Count, unanswered);
            await UntilAsync(() => acknowledged.Count >= before + Enough, clients);

            var killed = postgres.ProcessId;
            using (var process = Process.GetProcessById(killed))
                process.Kill();
            lost = unanswered;
            // The server's keeper starts it again.
            await UntilAsync(() => postgres.ProcessId != killed, clients);
            before = acknowledged.Count;
            await UntilAsync(() => acknowledged.Count >= before + Enough, clients);
            Assert.That(unanswered, Is.GreaterThan(lost), "Nobody noticed that the database was killed.");

            stopping = true;
            await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.That(await second.StopAsync(), Is.Zero);
            await AssertExactlyOnceAsync(database);
            TestContext.Out.WriteLine($"{acknowledged.Count} writes acknowledged, {unanswered} calls repeated");
        }
        finally
        {
            stopping = true;
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AssertExactlyOnceAsync(TestDatabase database)
    {
        var companies = await database.QueryAsync<(string Name, Guid Id, string? City, long Version)>("select name, id, city, version from companies order by name");
        Assert.That(companies.Select(c => (c.Name, c.Id)), Is.EquivalentTo(acknowledged.Select(a => (a.Key, a.Value))));
        Assert.That(companies.Select(c => (c.City, c.Version)), Is.All.EqualTo(("Bonn", 2L)), "The change after the creation was made once.");
        // What goes with each write came with it, and once.
        var told = await database.QueryAsync<(Guid Id, string Types)>(
            "select aggregate_id, string_agg(type, ' ' order by seq) from outbox_messages where type like 'Company%' group by aggregate_id");
        Assert.That(told, Is.EquivalentTo(acknowledged.Values.Select(id => (id, "CompanyCreated CompanyUpdated"))));
        Assert.That(
            await database.QueryAsync<(Guid, long)>("select entity_id, count(*) from audit_logs where field_name = 'city' group by entity_id"),
            Is.EquivalentTo(acknowledged.Values.Select(id => (id, 1L))));
    }

    /// <summary>A client: one company after the other, each made and then changed.</summary>
    private async Task WriteAsync(int client)
    {
        for (var n = 0; !stopping; n++)
        {
            var name = $"Company {client}-{n}";
            var made = await UntilAnsweredAsync(HttpMethod.Post, "/api/companies", new { name }, $"make-{client}-{n}");
            var id = made.GetProperty("id").GetGuid();
            var changed = await UntilAnsweredAsync(HttpMethod.Patch, $"/api/companies/{id}", new { city = "Bonn" }, $"change-{client}-{n}");
            Assert.That((changed.GetProperty("id").GetGuid(), changed.GetProperty("version").GetInt64()), Is.EqualTo((id, 2L)));
            acknowledged[name] = id;
        }
    }

    /// <summary>As a client should: the same call with the same key again, at a pace, until it is answered.</summary>
    private async Task<JsonElement> UntilAnsweredAsync(HttpMethod method, string path, object body, string key)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await service.Http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    return await answer.Content.ReadFromJsonAsync<JsonElement>();
                var text = await answer.Content.ReadAsStringAsync();
                Assert.That(
                    answer.StatusCode == HttpStatusCode.ServiceUnavailable || (answer.StatusCode == HttpStatusCode.Conflict && text.Contains("idempotency_key_in_use", StringComparison.Ordinal)),
                    Is.True,
                    $"{method} {path} answered {(int)answer.StatusCode}: {text}\n{string.Join('\n', service.Lines.Where(l => l.Contains("Exception", StringComparison.Ordinal)))}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                // Killed before it was up again, between taking a connection and its first word, or in the middle of the answer.
            }

            Interlocked.Increment(ref unanswered);
            Assert.That(patience.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), $"{method} {path} was never answered.\n{string.Join('\n', service.Lines.TakeLast(20))}");
        }
    }

    private async Task<string> LogInAsync()
    {
        using var answer = await service.Http.PostAsJsonAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Waits for it while the clients go on; a client that failed ends the wait. What is waited for are counts that the clients raise, looked at now and then.</summary>
    private static async Task UntilAsync(Func<bool> condition, Task[] clients)
    {
        for (var patience = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            foreach (var failed in clients.Where(c => c.IsFaulted))
                await failed;
            Assert.That(patience.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), "It never happened.");
        }
    }
}
