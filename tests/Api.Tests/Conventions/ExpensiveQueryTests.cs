using System.Diagnostics;
using Dapper;

namespace Crm.Api.Tests.Conventions;

/// <summary>What one caller can ask of the database is limited, so that the others are served.</summary>
[Category("Slow")]
public sealed class ExpensiveQueryTests : ApiTest
{
    /// <summary>Makes counts of companies slow, and nothing else.</summary>
    private const string SlowCounts = """
        create function slow() returns boolean language plpgsql volatile as
            'begin if current_query() like ''select count(*)%'' then perform pg_sleep(0.05); end if; return true; end';
        create policy slow on companies for select to crm_service using (slow());
        alter table companies enable row level security
        """;

    private const string ActiveSql = """
        select count(*) from pg_stat_activity where datname = current_database() and usename = 'crm_service' and state = 'active'
        """;

    [Test]
    public async Task Conditions_and_words_are_limited()
    {
        foreach (var path in new[] { "/api/companies", "/api/contacts", "/api/leads", "/api/deals", "/api/deals/pipeline", "/api/tasks" })
        {
            string Filter(int count) => string.Join('&', Enumerable.Repeat("id[ne]=0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10", count));
            if (path != "/api/deals/pipeline")
            {
                (await Admin.GetAsync($"{path}?{Filter(20)}")).Is(200);
                (await Admin.GetAsync($"{path}?{Filter(21)}")).IsProblem(400, "too_many_conditions");
                (await Admin.GetAsync($"{path}?count=exact&{Filter(200)}")).IsProblem(400, "too_many_conditions");
            }

            string Words(int count) => string.Join('+', Enumerable.Range(0, count).Select(i => $"word{i}"));
            (await Admin.GetAsync($"{path}?q={Words(8)}")).Is(200);
            (await Admin.GetAsync($"{path}?q={Words(9)}")).IsProblem(400, "too_many_words", "q");
        }

        (await Admin.GetAsync("/api/search?q=a+b+c+d+e+f+g+h")).Is(200);
        (await Admin.GetAsync("/api/search?q=a+b+c+d+e+f+g+h+i")).IsProblem(400, "too_many_words", "q");
        var longName = string.Join('+', Enumerable.Range(0, 40).Select(i => $"w{i}"));
        (await Admin.GetAsync($"/api/companies?name[contains]={longName}")).Is(200);
    }

    [Test]
    public async Task A_count_that_takes_too_long_is_null_and_a_page_is_rejected()
    {
        await using var host = await StartAsync("1");
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        for (var i = 0; i < 100; i++)
            (await admin.PostAsync("/api/companies", new { name = $"Company {i}" })).Is(201);
        await host.Database.ExecuteAsync(SlowCounts);

        var page = (await admin.GetAsync("/api/companies?limit=2&count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Items, Has.Count.EqualTo(2));
            Assert.That(page["count"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(page["countTimedOut"].GetBoolean(), Is.True);
        }

        await using (var blocker = await host.Database.OpenAsync())
        {
            await using var transaction = await blocker.BeginTransactionAsync();
            await blocker.ExecuteAsync("lock table companies in access exclusive mode", transaction: transaction);
            var started = Stopwatch.StartNew();
            var rejected = (await admin.GetAsync("/api/companies?limit=2")).IsProblem(503, "query_too_expensive");
            Assert.That(rejected.Header("Retry-After"), Is.Not.Null);
            Assert.That(started.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        }

        var plain = (await admin.GetAsync("/api/companies?limit=1")).Is(200);
        Assert.That(plain.Body, Does.Not.Contain("\"count\"").And.Not.Contain("countTimedOut"));
    }

    [Test]
    public async Task One_caller_has_only_a_share_and_others_are_served()
    {
        await using var host = await StartAsync("5");
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        for (var i = 0; i < 200; i++)
            (await admin.PostAsync("/api/companies", new { name = $"Company {i}" })).Is(201);
        var role = await host.Database.ScalarAsync<Guid>("select id from roles where name = 'Read Only'");
        var other = new ApiClient(host, (await admin.PostAsync(
            "/api/users",
            new
            {
                email = "o@example.com",
                username = "other",
                firstName = "O",
                lastName = "O",
                roleId = role,
                password = "Staple-Battery-8",
            })).Is(201).Id);
        (await other.GetAsync("/api/companies?limit=1")).Is(200);
        await host.Database.ExecuteAsync(SlowCounts);

        var attack = Enumerable.Range(0, 35).Select(_ => admin.GetAsync("/api/companies?limit=1&count=exact")).ToArray();
        await Task.Delay(1000);
        for (var i = 0; i < 5; i++)
        {
            (await other.GetAsync("/api/companies?limit=1")).Is(200);
            Assert.That(await host.Database.ScalarAsync<long>(ActiveSql), Is.LessThanOrEqualTo(3));
        }

        var responses = await Task.WhenAll(attack);
        Assert.That(responses.Select(r => r.Status), Is.All.AnyOf(200, 429, 503));
        var rejected = responses.Where(r => r.Status == 429).ToArray();
        Assert.That(rejected, Has.Length.GreaterThan(25));
        foreach (var response in rejected)
            Assert.That(response.IsProblem(429, "too_many_queries").Header("Retry-After"), Is.Not.Null);
        (await admin.GetAsync("/api/companies?limit=1")).Is(200);
    }

    private static async Task<TestHost> StartAsync(string seconds) => await TestHost.StartAsync(
        await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Queries:TimeoutSeconds"] = seconds);
}
