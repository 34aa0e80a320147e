using System.Diagnostics;
using Crm.Api.Tests.Support;

namespace Crm.Api.Tests.Outbox;

public sealed class OutboxThroughHttpTests : ApiTest
{
    [Test]
    public async Task A_change_is_told_to_the_log_at_once_without_what_a_user_typed()
    {
        var made = (await Admin.PostAsync("/api/companies", new { name = "Secret Pharma", notes = "Ada Secret" })).Is(201);
        var clock = Stopwatch.StartNew();
        while (await Db.ScalarAsync<bool>("select exists (select 1 from outbox_messages where relayed_at is null)") && clock.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(10);

        var told = Host.Log.Lines.Where(l => l.Contains($"{made.Id}", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.Contain("CompanyCreated"));
        Assert.That(Host.Log.Lines, Has.None.Contains("Secret"));
    }

    [Test]
    public async Task A_refused_change_leaves_no_message()
    {
        (await Admin.PostAsync("/api/companies", new { name = "" })).IsProblem(400, "validation_failed", "name");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages"), Is.Zero);
    }
}
