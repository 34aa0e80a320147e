namespace Crm.Api.Tests.Reports;

public sealed class GetSystemPerformanceTests : ApiTest
{
    private const string Path = "/api/reports/system-performance";

    [Test]
    public async Task It_counts_requests_by_route_and_statements_by_use_case()
    {
        var before = (await Admin.GetAsync(Path)).Is(200).Json;
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        for (var i = 0; i < 3; i++)
            (await Admin.GetAsync($"/api/companies/{company}")).Is(200);
        (await Admin.GetAsync("/api/companies?count=exact")).Is(200);
        var after = (await Admin.GetAsync(Path)).Is(200).Json;

        Assert.Multiple(() =>
        {
            Assert.That(Grown("endpoints", "GET /api/companies/{id}"), Is.EqualTo(3));
            Assert.That(Grown("endpoints", "POST /api/companies"), Is.EqualTo(1));
            Assert.That(Grown("endpoints", "GET " + Path), Is.EqualTo(1));
            Assert.That(Grown("queries", "GetCompany"), Is.EqualTo(3));
            Assert.That(Grown("queries", "ListCompanies"), Is.EqualTo(1));
            Assert.That(Grown("queries", "ListCompanies 2"), Is.EqualTo(1));
            Assert.That(Grown("queries", "CreateCompany"), Is.EqualTo(1));
        });
        var get = Find(after, "endpoints", "GET /api/companies/{id}")!.Value;
        Assert.That(get.GetProperty("p50Ms").GetDouble(), Is.GreaterThan(0));
        Assert.That(get.GetProperty("p95Ms").GetDouble(), Is.GreaterThanOrEqualTo(get.GetProperty("p50Ms").GetDouble()));
        Assert.That(get.GetProperty("p99Ms").GetDouble(), Is.GreaterThanOrEqualTo(get.GetProperty("p95Ms").GetDouble()));
        Assert.That(after.GetProperty("since").GetDateTimeOffset(), Is.LessThan(after.GetProperty("asOf").GetDateTimeOffset()));

        long Grown(string section, string name) => CountOf(after, section, name) - CountOf(before, section, name);
    }

    [Test]
    public async Task Failed_requests_and_statements_are_counted_as_errors_and_rejected_requests_are_not()
    {
        await using var host = await TestHost.StartAsync(await (await TestCluster.GetAsync()).CreateDatabaseAsync());
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        (await admin.GetAsync("/api/companies")).Is(200);
        (await admin.GetAsync("/api/companies?nonsense=1")).Is(400);
        await host.Database.ExecuteAsync("alter table companies rename to companies_gone");
        (await admin.GetAsync("/api/companies")).Is(500);

        var report = (await admin.GetAsync(Path)).Is(200).Json;
        var endpoint = Find(report, "endpoints", "GET /api/companies")!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endpoint.GetProperty("count").GetInt64(), Is.EqualTo(3));
            Assert.That(endpoint.GetProperty("errors").GetInt64(), Is.EqualTo(1));
        }

        var query = Find(report, "queries", "ListCompanies")!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(query.GetProperty("count").GetInt64(), Is.EqualTo(2));
            Assert.That(query.GetProperty("errors").GetInt64(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task It_shows_pools_cache_tables_and_unused_indexes_of_the_database()
    {
        await Db.ExecuteAsync("analyze companies");
        var report = (await Admin.GetAsync(Path)).Is(200).Json;

        var pool = report.GetProperty("pools").EnumerateArray().Single();
        Assert.That(pool.GetProperty("name").GetString(), Is.EqualTo("write"));
        Assert.That(pool.GetProperty("max").GetInt32(), Is.EqualTo(30));
        Assert.That(pool.GetProperty("busy").GetInt32() + pool.GetProperty("idle").GetInt32(), Is.InRange(1, 30));
        Assert.That(report.GetProperty("server").GetString(), Is.EqualTo("primary"));
        Assert.That(report.GetProperty("cacheHitRatio").GetDecimal(), Is.InRange(0, 1));

        var tables = report.GetProperty("tables").EnumerateArray().ToList();
        Assert.That(tables, Has.Count.EqualTo(20));
        Assert.That(tables.Select(t => t.GetProperty("bytes").GetInt64()), Is.Ordered.Descending);
        var unused = report.GetProperty("unusedIndexes").EnumerateArray().ToList();
        var expected = await Db.QueryAsync<string>(
            "select indexrelname::text from pg_stat_user_indexes s where idx_scan = 0 and not (select indisunique from pg_index i where " +
                "i.indexrelid = s.indexrelid)");
        Assert.That(unused.Select(i => i.GetProperty("name").GetString()), Is.Not.Empty.And.EquivalentTo(expected));
    }

    [Test]
    public async Task As_csv_it_is_one_table_of_all_kinds()
    {
        (await Admin.GetAsync("/api/companies")).Is(200);
        var csv = (await Admin.GetAsync(Path, "text/csv")).Is(200);
        Assert.That(csv.Header("Content-Disposition"), Does.Contain("system-performance.csv"));
        var kinds = csv.Body.Split("\r\n").Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')[0]).Distinct();
        Assert.That(kinds, Is.SupersetOf(new[] { "endpoint", "query", "pool", "cache", "table", "unusedIndex" }));
    }

    [Test]
    public async Task It_is_for_administrators()
    {
        (await (await UserWithAsync("""{"reports": ["read"]}""")).GetAsync(Path)).IsProblem(403, "right_missing");
        (await (await UserWithAsync("""{"settings": ["read"]}""")).GetAsync(Path)).Is(200);
    }

    private static JsonElement? Find(JsonElement report, string section, string name) =>
        report.GetProperty(section).EnumerateArray().Where(e => e.GetProperty("name").GetString() == name).Cast<JsonElement?>()
            .SingleOrDefault();

    private static long CountOf(JsonElement report, string section, string name) =>
        Find(report, section, name)?.GetProperty("count").GetInt64() ?? 0;
}
