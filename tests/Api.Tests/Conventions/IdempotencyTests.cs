using Dapper;

namespace Crm.Api.Tests.Conventions;

/// <summary>Requests with the same key are executed once within a day.</summary>
public sealed class IdempotencyTests : ApiTest
{
    private const string Companies = "/api/companies";

    private Task<long> CountAsync() => Db.ScalarAsync<long>("select count(*) from companies");

    [Test]
    public async Task A_repeated_post_replays_the_response_and_is_executed_once()
    {
        var first = (await Admin.PostAsync(Companies, new { name = "A" }, key: "k-1")).Is(201);
        Assert.That(first.Header("Idempotent-Replayed"), Is.Null);
        (await Admin.PatchAsync($"{Companies}/{first.Id}", new { name = "B" })).Is(200);

        var second = (await Admin.PostAsync(Companies, new { name = "A" }, key: "k-1")).Is(201);

        Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Body, Is.EqualTo(first.Body));
            Assert.That(second.ETag, Is.EqualTo(first.ETag));
            Assert.That(second.Header("Location"), Is.EqualTo(first.Header("Location")));
        }

        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_patch_and_action_replay_the_response()
    {
        var id = (await Admin.PostAsync(Companies, new { name = "A" })).Id;
        var patched = (await Admin.PatchAsync($"{Companies}/{id}", new { city = "Bonn" }, key: "p")).Is(200);
        (await Admin.PatchAsync($"{Companies}/{id}", new { city = "Köln" })).Is(200);
        Assert.That((await Admin.PatchAsync($"{Companies}/{id}", new { city = "Bonn" }, key: "p")).Is(200).Body, Is.EqualTo(patched.Body));
        Assert.That((await Admin.GetAsync($"{Companies}/{id}"))["city"].GetString(), Is.EqualTo("Köln"));

        await Admin.DeleteAsync($"{Companies}/{id}");
        var restored = (await Admin.PostAsync($"{Companies}/{id}/restore", key: "r")).Is(200);
        await Admin.DeleteAsync($"{Companies}/{id}");
        Assert.That((await Admin.PostAsync($"{Companies}/{id}/restore", key: "r")).Is(200).Body, Is.EqualTo(restored.Body));
        (await Admin.GetAsync($"{Companies}/{id}")).Is(404);
    }

    [Test]
    public async Task A_key_cannot_be_used_for_another_request()
    {
        var created = (await Admin.PostAsync(Companies, """{"name":"A"}""", key: "k")).Is(201);

        (await Admin.PostAsync(Companies, """{"name":"B"}""", key: "k")).IsProblem(409, "idempotency_key_reused");
        (await Admin.PostAsync(Companies, """{"name": "A"}""", key: "k")).IsProblem(409, "idempotency_key_reused");
        (await Admin.PatchAsync($"{Companies}/{created.Id}", """{"name":"A"}""", key: "k")).IsProblem(409, "idempotency_key_reused");
        (await Admin.PostAsync("/api/contacts", """{"firstName":"A","lastName":"B"}""", key: "k")).IsProblem(409, "idempotency_key_reused");
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Keys_of_two_callers_are_independent()
    {
        var other = await UserAsync();
        var mine = (await Admin.PostAsync(Companies, new { name = "A" }, key: "k")).Is(201);
        var theirs = (await other.PostAsync(Companies, new { name = "A" }, key: "k")).Is(201);
        Assert.That(theirs.Id, Is.Not.EqualTo(mine.Id));
        Assert.That(theirs.Header("Idempotent-Replayed"), Is.Null);
    }

    [Test]
    public async Task A_key_expires_after_a_day()
    {
        var first = (await Admin.PostAsync(Companies, new { name = "A" }, key: "k")).Is(201);
        Clock.Advance(TimeSpan.FromHours(23.9));
        Assert.That((await Admin.PostAsync(Companies, new { name = "A" }, key: "k")).Is(201).Id, Is.EqualTo(first.Id));
        Clock.Advance(TimeSpan.FromHours(0.2));
        var again = (await Admin.PostAsync(Companies, new { name = "B" }, key: "k")).Is(201);
        Assert.That(again.Id, Is.Not.EqualTo(first.Id));
        Assert.That((await Admin.PostAsync(Companies, new { name = "B" }, key: "k")).Is(201).Id, Is.EqualTo(again.Id),
            "The key now belongs to the new request.");
    }

    [Test]
    public async Task A_failure_is_not_remembered()
    {
        (await Admin.PostAsync(Companies, """{"name":""}""", key: "k")).IsProblem(400, "validation_failed", "name");
        (await Admin.PostAsync(Companies, """{"name":"A","parentCompanyId":"00000000-0000-7000-8000-000000000000"}""", key: "k")).IsProblem(
            404, "company_not_found", "parentCompanyId");
        (await Admin.PostAsync(Companies, """{"name":"A"}""", key: "k")).Is(201);
    }

    [Test]
    public async Task A_request_that_is_still_running_keeps_the_key()
    {
        var id = (await Admin.PostAsync(Companies, new { name = "A" })).Id;
        await using var connection = await Db.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("select 1 from companies where id = @id for update", new { id }, transaction);

        var first = Admin.PatchAsync($"{Companies}/{id}", new { city = "Bonn" }, key: "k");
        await UntilAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        var second = (await Admin.PatchAsync($"{Companies}/{id}", new { city = "Bonn" }, key: "k")).IsProblem(
            409, "idempotency_key_in_use");
        Assert.That(second.Header("Retry-After"), Is.EqualTo("1"));

        await transaction.CommitAsync();
        var done = (await first).Is(200);
        Assert.That((await Admin.PatchAsync($"{Companies}/{id}", new { city = "Bonn" }, key: "k")).Is(200).Body, Is.EqualTo(done.Body));
    }

    [Test]
    public async Task Many_concurrent_requests_with_one_key_create_one_record()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Admin.PostAsync(Companies, new { name = "A" }, key: "k")));
        Assert.That(await CountAsync(), Is.EqualTo(1));
        foreach (var response in responses.Where(a => a.Status != 201))
            response.IsProblem(409, "idempotency_key_in_use");
        Assert.That(responses.Where(a => a.Status == 201).Select(a => a.Body).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("tab\there")]
    public async Task A_key_is_1_to_255_visible_characters(string key)
    {
        (await Admin.PostAsync(Companies, new { name = "A" }, key: key)).IsProblem(400, "invalid_idempotency_key");
        (await Admin.PostAsync(Companies, new { name = "A" }, key: new string('k', 256))).IsProblem(400, "invalid_idempotency_key");
        (await Admin.PostAsync(Companies, new { name = "A" }, key: new string('k', 255))).Is(201);
    }

    private async Task UntilAsync(string countSql)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await Db.ScalarAsync<long>(countSql) > 0)
                return;
            await Task.Delay(20);
        }

        Assert.Fail("Timed out waiting for: " + countSql);
    }
}
