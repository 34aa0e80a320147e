using Crm.Api.Http;
using Dapper;

namespace Crm.Api.Tests.Standby;

/// <summary>The service with a primary for writes and a standby for reads. Each test has its own host, because the service caches the state
/// of the servers.</summary>
[Category("Slow")]
public sealed class StandbyTests
{
    private StandbyPair pair = null!;
    private TestHost host = null!;
    private ApiClient writer = null!;
    private ApiClient reader = null!;

    [OneTimeSetUp]
    public async Task Start_both_servers() => pair = await StandbyPair.StartAsync();

    [OneTimeTearDown]
    public async Task Stop_both_servers()
    {
        if (pair is not null)
            await pair.DisposeAsync();
    }

    [SetUp]
    public async Task Start_the_service()
    {
        // Both connection strings name both servers, the standby first; writes must still go to the primary.
        host = await TestHost.StartAsync(
            pair.Database(),
            builder => builder.Configuration["ConnectionStrings:Crm"] = builder.Configuration["ConnectionStrings:CrmRead"] =
                pair.ServiceConnectionString);
        writer = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users where username = 'admin'"));
        var role = await host.Database.ScalarAsync<Guid>("select id from roles where name = 'Administrator'");
        var name = $"reader{Guid.NewGuid():N}";
        var user = new
        {
            email = $"{name}@example.com",
            username = name,
            firstName = "Rea",
            lastName = "Der",
            roleId = role,
            password = TestCluster.AdminPassword
        };
        reader = new ApiClient(host, (await writer.PostAsync("/api/users", user)).Is(201).Id);
    }

    [TearDown]
    public async Task Stop_the_service() => await host.DisposeAsync();

    [Test]
    public async Task Reads_go_to_the_standby_and_writes_to_the_primary()
    {
        var report = (await reader.GetAsync("/api/reports/system-performance")).Is(200);
        Assert.That(report["server"].GetString(), Is.EqualTo("standby"));
        Assert.That(report["pools"].EnumerateArray().Select(p => p.GetProperty("name").GetString()), Is.EqualTo(new[] { "write", "read" }));
        Assert.That((await ReadAsync("/api/reports/system-performance", RequestValidation.Primary))["server"].GetString(),
            Is.EqualTo("primary"));

        var company = (await writer.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        Assert.That(await host.Database.ScalarAsync<long>("select count(*) from companies where id = @company", new { company }),
            Is.EqualTo(1));
        await WaitUntilReplicatedAsync(company);
    }

    [Test]
    public async Task Writers_read_their_writes_at_once_and_others_may_request_the_primary()
    {
        await using var standby = await pair.Standby.OpenConnectionAsync();
        await standby.ExecuteAsync("select pg_wal_replay_pause()");
        for (var i = 0; await standby.ExecuteScalarAsync<string>("select pg_get_wal_replay_pause_state()") != "paused"; i++)
        {
            Assert.That(i, Is.LessThan(500), "The standby did not stop in time.");
            await Task.Delay(10);
        }

        Guid company;
        try
        {
            company = (await writer.PostAsync("/api/companies", new { name = "Late" })).Is(201).Id;
            var path = $"/api/companies/{company}";
            (await writer.GetAsync(path)).Is(200);
            (await reader.GetAsync(path)).Is(404);
            (await ReadAsync(path, RequestValidation.Primary)).Is(200);
            (await ReadAsync(path, "standby")).IsProblem(400, "unknown_consistency");

            // After some seconds, the caller's own changes are read from the standby again.
            host.Clock.Advance(TimeSpan.FromSeconds(6));
            (await writer.GetAsync(path)).Is(404);

            // The response says how old the figures are.
            var asOf = (await reader.GetAsync("/api/dashboard/pipeline")).Is(200)["asOf"].GetDateTimeOffset();
            var written = await host.Database.ScalarAsync<DateTime>(
                "select created_at from companies where id = @company", new { company });
            Assert.That(asOf.UtcDateTime, Is.LessThan(written));
        }
        finally
        {
            await standby.ExecuteAsync("select pg_wal_replay_resume()");
        }

        await WaitUntilReplicatedAsync(company);
    }

    [Test]
    public async Task Reads_continue_when_the_standby_is_killed()
    {
        using var stop = new CancellationTokenSource();
        var responses = new List<int>[4];
        var readers = Enumerable.Range(0, responses.Length).Select(async i =>
        {
            responses[i] = [];
            while (!stop.IsCancellationRequested)
                responses[i].Add((await reader.GetAsync(i % 2 == 0 ? "/api/companies" : "/api/dashboard/pipeline")).Status);
        }).ToList();
        await HaveReadAsync(50);
        await pair.KillStandbyAsync();
        await HaveReadAsync(responses.Sum(a => a.Count) + 50);
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.That(responses.SelectMany(a => a), Is.All.EqualTo(200));
        Assert.That((await reader.GetAsync("/api/reports/system-performance")).Is(200)["server"].GetString(), Is.EqualTo("primary"));
        (await writer.PostAsync("/api/companies", new { name = "Alone" })).Is(201);
        await pair.StartStandbyAsync();

        async Task HaveReadAsync(int count)
        {
            for (var i = 0; responses.Sum(a => a?.Count ?? 0) < count; i++)
            {
                Assert.That(i, Is.LessThan(1000), "The readers made no progress.");
                await Task.Delay(10);
            }
        }
    }

    /// <summary>Waits until the standby has the change.</summary>
    private async Task WaitUntilReplicatedAsync(Guid company)
    {
        for (var i = 0; (await reader.GetAsync($"/api/companies/{company}")).Status != 200; i++)
        {
            Assert.That(i, Is.LessThan(500), "The standby did not receive the change in time.");
            await Task.Delay(10);
        }
    }

    private Task<ApiResponse> ReadAsync(string path, string consistency)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(RequestValidation.Consistency, consistency);
        return reader.SendAsync(request);
    }
}
