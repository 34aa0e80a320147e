using System.Diagnostics;

namespace Crm.Api.Tests.Outbox;

[Category("Slow")]
public sealed class OutboxThroughHttpTests : ApiTest
{
    [Test]
    public async Task A_change_is_logged_without_user_input()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Background:Enabled"] = "true");
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from test_start.users"));
        var created = (await admin.PostAsync("/api/companies", new { name = "Secret Pharma", notes = "Ada Secret" })).Is(201);
        var clock = Stopwatch.StartNew();
        while (await host.Database.ScalarAsync<bool>("select exists (select 1 from outbox_messages where relayed_at is null)") &&
            clock.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(10);

        var logged = host.Log.Lines.Where(l => l.Contains($"{created.Id}", StringComparison.Ordinal)).ToList();
        Assert.That(logged, Has.Count.EqualTo(1));
        Assert.That(logged[0], Does.Contain("CompanyCreated"));
        Assert.That(host.Log.Lines, Has.None.Contains("Secret"));
    }

    [Test]
    public async Task A_rejected_change_writes_no_message()
    {
        (await Admin.PostAsync("/api/companies", new { name = "" })).IsProblem(400, "validation_failed", "name");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages"), Is.Zero);
    }
}
