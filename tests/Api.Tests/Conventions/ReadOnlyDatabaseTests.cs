using Crm.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Crm.Api.Tests.Conventions;

/// <summary>A database that accepts no changes, or no sessions, makes requests fail with 503; reads are served if possible.</summary>
[Category("Slow")]
public sealed class ReadOnlyDatabaseTests : ApiTest
{
    [Test]
    public async Task A_database_that_accepts_no_changes_serves_reads()
    {
        await using var host = await TestHost.StartAsync(await (await TestCluster.GetAsync()).CreateDatabaseAsync());
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        var path = $"/api/companies/{(await admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id}";
        var key = (await admin.PostAsync("/api/api-keys", new { name = "Reader" })).Is(201)["key"].GetString();
        (await admin.GetAsync("/health/ready")).Is(200);
        await host.Database.ExecuteAsync($"alter database {host.Database.Name} set default_transaction_read_only = on");
        await host.Database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'crm_service'");
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        // The first use of a terminated connection fails.
        for (var i = 0; i < 30 && (await admin.GetAsync(path)).Status != 200; i++)
            await Task.Delay(100);

        foreach (var response in new[]
        {
            await admin.PostAsync("/api/companies", new { name = "B" }), await admin.PatchAsync(path, new { city = "Bonn" }),
            await admin.DeleteAsync(path),
            await new ApiClient(host, null).PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword }),
        })
        {
            Assert.That(response.IsProblem(503, "database_unavailable").Header("Retry-After"), Is.Not.Null);
        }

        (await admin.GetAsync(path)).Is(200);
        (await admin.GetAsync("/api/companies?count=exact")).Is(200);
        (await admin.GetAsync("/api/dashboard/summary")).Is(200);
        (await new ApiClient(host, null) { ApiKey = key }.GetAsync(path)).Is(200);

        var ready = (await admin.GetAsync("/health/ready")).Is(503);
        Assert.That(ready.Header("Retry-After"), Is.Not.Null);
        Assert.That(ready["status"].GetString(), Is.EqualTo("read_only"));
        Assert.That(
            ready["checks"].EnumerateArray().Where(c => !c.GetProperty("ok").GetBoolean()).Select(c => c.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "writes" }));
        Assert.That((await admin.GetAsync("/health/ready/reads")).Is(200)["status"].GetString(), Is.EqualTo("read_only"));
    }

    [Test]
    public async Task A_database_that_rejects_the_login_is_unavailable()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Configuration["ConnectionStrings:Crm"] += ";Password=wrong");
        var response = (await new ApiClient(host, Admin.Id).GetAsync("/api/companies")).IsProblem(503, "database_unavailable");
        Assert.That(response.Header("Retry-After"), Is.Not.Null);
        Assert.That((await new ApiClient(host, null).GetAsync("/health/ready")).Is(503)["status"].GetString(), Is.EqualTo("not_ready"));
        (await new ApiClient(host, null).GetAsync("/health/ready/reads")).Is(503);
        (await new ApiClient(host, null).GetAsync("/health/live")).Is(200);
    }

    [TestCase("25006", 503)]
    [TestCase("28000", 503)]
    [TestCase("28P01", 503)]
    [TestCase("53100", 503)]
    [TestCase("53200", 503)]
    [TestCase("53300", 503)]
    [TestCase("53400", 503)]
    [TestCase("57014", 503)]
    [TestCase("57P01", 503)]
    [TestCase("57P03", 503)]
    [TestCase("57P04", 503)]
    [TestCase("57P05", 503)]
    [TestCase("58000", 503)]
    [TestCase("58030", 503)]
    [TestCase("58P01", 503)]
    [TestCase("08006", 503)]
    [TestCase("3D000", 503)]
    [TestCase("40001", 503)]
    [TestCase("55P03", 503)]
    [TestCase("25P02", 500)]
    [TestCase("42P01", 500)]
    [TestCase("22003", 500)]
    [TestCase("XX000", 500)]
    public async Task The_state_of_a_database_error_decides_the_status(string state, int status)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new ProblemMiddleware(
            _ => throw new InvalidOperationException("Wrapped.", new PostgresException("Message.", "ERROR", "ERROR", state)),
            NullLogger<ProblemMiddleware>.Instance).InvokeAsync(context);
        Assert.That(context.Response.StatusCode, Is.EqualTo(status));
        Assert.That(context.Response.Headers.RetryAfter.Count, Is.EqualTo(status == 503 ? 1 : 0));
    }
}
