namespace Crm.Api.Tests.Edge;

[Category("Slow")]
public sealed class HealthTests : ApiTest
{
    [Test]
    public async Task A_running_service_is_live_and_ready_by_get_and_head_without_credentials()
    {
        Assert.That((await Anonymous.GetAsync("/health/live")).Is(200)["status"].GetString(), Is.EqualTo("live"));
        var ready = (await Anonymous.GetAsync("/health/ready")).Is(200);
        Assert.That(ready["status"].GetString(), Is.EqualTo("ready"));
        Assert.That(ready["checks"].EnumerateArray().Select(c => c.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "database", "writes", "migrations", "outbox" }));
        Assert.That((await Anonymous.SendAsync(HttpMethod.Head, "/health/ready", null)).Is(200).Body, Is.Empty);
    }

    [Test]
    public async Task A_missing_migration_makes_it_not_ready_but_live()
    {
        await WaitForCacheExpiryAsync();
        await Db.ExecuteAsync(
            """
            create table test_history as table "__EFMigrationsHistory";
            delete from "__EFMigrationsHistory" where "MigrationId" like '%_Baseline'
            """);
        try
        {
            var response = (await Anonymous.GetAsync("/health/ready")).Is(503);
            Assert.That(response["status"].GetString(), Is.EqualTo("not_ready"));
            Assert.That(response["checks"].EnumerateArray().Single(c => !c.GetProperty("ok").GetBoolean()).GetProperty("name").GetString(),
                Is.EqualTo("migrations"));
            (await Anonymous.GetAsync("/health/live")).Is(200);
        }
        finally
        {
            await Db.ExecuteAsync(
                """delete from "__EFMigrationsHistory"; insert into "__EFMigrationsHistory" table test_history; drop table test_history""");
            await WaitForCacheExpiryAsync();
        }
    }

    [Test]
    public async Task Database_objects_of_another_version_are_reported_but_do_not_stop_it()
    {
        await WaitForCacheExpiryAsync();
        await Db.ExecuteAsync("update schema_objects set hash = 'x' || hash where name = 'timeline_add'");
        try
        {
            var ready = (await Anonymous.GetAsync("/health/ready")).Is(200);
            var detail = ready["checks"].EnumerateArray().Single(c => c.GetProperty("name").GetString() == "migrations")
                .GetProperty("detail");
            Assert.That(detail.GetString(), Does.StartWith("1 database object(s) are those of another version"));
        }
        finally
        {
            await Db.ExecuteAsync("update schema_objects set hash = substr(hash, 2) where name = 'timeline_add'");
            await WaitForCacheExpiryAsync();
        }
    }

    [Test]
    public async Task An_unrelayed_message_makes_it_not_ready_but_a_failing_one_does_not()
    {
        // Two messages: one claimed and never relayed, one that keeps failing; both an hour or more old.
        var (held, failing) = (Guid.CreateVersion7(Clock.Now.AddHours(-1)), Guid.CreateVersion7(Clock.Now.AddHours(-2)));
        await Db.ExecuteAsync(
            """
            insert into outbox_messages (id, aggregate_id, type, payload, occurred_at, attempts, claimed_by, claimed_until)
            values (@failing, gen_random_uuid(), 'X', '{}', @now, 9, null, @later), (@held, gen_random_uuid(), 'X', '{}', @now, 1,
                gen_random_uuid(), @later)
            """,
            new { held, failing, now = Clock.Now.UtcDateTime, later = Clock.Now.UtcDateTime.AddDays(1) });
        await WaitForCacheExpiryAsync();

        var notReady = (await Anonymous.GetAsync("/health/ready")).Is(503);
        Assert.That(notReady["checks"].EnumerateArray().Single(c => !c.GetProperty("ok").GetBoolean()).GetProperty("name").GetString(),
            Is.EqualTo("outbox"));

        await Db.ExecuteAsync("delete from outbox_messages where id = @held", new { held });
        await WaitForCacheExpiryAsync();
        (await Anonymous.GetAsync("/health/ready")).Is(200);
    }

    /// <summary>Readiness is cached for a second.</summary>
    private static Task WaitForCacheExpiryAsync() => Task.Delay(TimeSpan.FromSeconds(1.1));
}
