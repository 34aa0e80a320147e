using System.Diagnostics;

namespace Crm.Api.Tests.Outbox;

public sealed class OutboxThroughHttpTests : ApiTest
{
    [Test]
    public async Task A_change_is_told_to_the_log_without_what_a_user_typed()
    {
        await using var host = await TestHost.StartAsync(
            await (await TestCluster.GetAsync()).CreateDatabaseAsync(), builder => builder.Configuration["Background:Enabled"] = "true");
        var admin = new ApiClient(host, await host.Database.ScalarAsync<Guid>("select id from test_start.users"));
        var made = (await admin.PostAsync("/api/companies", new { name = "Secret Pharma", notes = "Ada Secret" })).Is(201);
        var clock = Stopwatch.StartNew();
        while (await host.Database.ScalarAsync<bool>("select exists (select 1 from outbox_messages where relayed_at is null)") && clock.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(10);

        var told = host.Log.Lines.Where(l => l.Contains($"{made.Id}", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.Contain("CompanyCreated"));
        Assert.That(host.Log.Lines, Has.None.Contains("Secret"));
    }

    [Test]
    public async Task A_refused_change_leaves_no_message()
    {
        (await Admin.PostAsync("/api/companies", new { name = "" })).IsProblem(400, "validation_failed", "name");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages"), Is.Zero);
    }
}
