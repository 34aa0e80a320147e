using Dapper;

namespace Crm.Api.Tests.Edge;

/// <summary>A slow statement is logged with the name of its use case, without its text and values.</summary>
[Category("Slow")]
public sealed class SlowQueryTests : ApiTest
{
    [TestCase("1", true)]
    [TestCase("60000", false)]
    public async Task Statements_slower_than_the_threshold_are_logged_by_name(string milliseconds, bool logged)
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(),
            builder => builder.Configuration["SlowQuery:Milliseconds"] = milliseconds);
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from users"));
        var company = (await admin.PostAsync("/api/companies", new { name = "Secretive" })).Is(201).Id;
        host.Log.Clear();
        Task<ApiResponse> read, write;
        await using (var connection = await host.Database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("lock table companies in access exclusive mode", transaction: transaction);
            read = admin.GetAsync("/api/companies?q=secretive");
            write = admin.PatchAsync($"/api/companies/{company}", new { website = "https://secretive.example.com" });
            for (var i = 0; await host.Database.ScalarAsync<long>(
                "select count(*) from pg_locks where not granted and relation = 'companies'::regclass") < 2; i++)
            {
                Assert.That(i, Is.LessThan(500), "No statement waits for the lock.");
                await Task.Delay(10);
            }
        }

        (await read).Is(200);
        (await write).Is(200);
        var lines = host.Log.Lines.Where(l => l.Contains("Slow statement", StringComparison.Ordinal)).ToList();
        Assert.That(lines.Any(
            l => l.Contains(": ListCompanies ended after ", StringComparison.Ordinal) && l.EndsWith("rows: 1", StringComparison.Ordinal)),
            Is.EqualTo(logged));
        Assert.That(lines.Any(l => l.Contains(": UpdateCompany ended after ", StringComparison.Ordinal)), Is.EqualTo(logged));
        Assert.That(string.Concat(lines), Does.Not.Contain("ecretive").IgnoreCase.And.Not.Contain("select ").IgnoreCase);
    }
}
