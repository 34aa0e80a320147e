using Npgsql;

namespace Crm.Api.Tests.Time;

/// <summary>Polling by <c>updatedAt</c> with the <c>asOf</c> of lists.</summary>
[Category("Slow")]
public sealed class PollingTests : TimeTest
{
    private static DateTimeOffset AsOf(ApiResponse list) => list["asOf"].GetDateTimeOffset();

    [Test]
    public async Task A_transaction_that_commits_late_is_not_lost()
    {
        var other = await UserAsync();
        var company = await CompanyAsync();
        var small = await DealAsync(company);
        var ids = new List<Guid>();
        for (var i = 0; i < 30; i++)
            ids.Add(await DealAsync(company));
        Clock.Advance(TimeSpan.FromMinutes(1));
        var before = AsOf((await Admin.GetAsync("/api/deals")).Is(200));

        // Holds the reassignment up after it has stamped the deals: only it changes rollups.
        await using var blocker = new NpgsqlConnection(Db.OwnerConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("lock table rollup_deltas in exclusive mode", blocker, transaction).ExecuteNonQueryAsync();
        var reassigning = Admin.PostAsync("/api/deals/assign", new { ids, ownerId = other.Id });
        while (!await Db.ScalarAsync<bool>(
            "select exists (select from pg_locks where not granted and relation = 'rollup_deltas'::regclass)"))
            await Task.Delay(20);

        Clock.Advance(TimeSpan.FromMinutes(5));
        var patched = (await Admin.PatchAsync($"/api/deals/{small}", new { notes = "small" })).Is(200)["updatedAt"].GetString();
        var poll = (await Admin.GetAsync($"/api/deals?updatedAt[gte]={Instant(before)}&limit=200")).Is(200);
        Assert.That(Ids(poll.Items), Is.EqualTo(new[] { small }));

        await transaction.RollbackAsync();
        (await reassigning).Is(200);
        Assert.That(
            Ids((await Admin.GetAsync($"/api/deals?updatedAt[gte]={patched}&limit=200")).Is(200).Items), Is.EqualTo(new[] { small }),
            "The reassigned deals have an earlier time than the one that was seen before them.");
        var next = (await Admin.GetAsync($"/api/deals?updatedAt[gte]={Instant(AsOf(poll))}&limit=200")).Is(200);
        Assert.That(Ids(next.Items), Is.EquivalentTo(ids.Append(small)));

        await Task.Delay(300);
        Assert.That(
            AsOf((await Admin.GetAsync("/api/deals")).Is(200)),
            Is.EqualTo(Clock.Now).Within(TimeSpan.FromSeconds(20)),
            "Without an open transaction, it is the current time but for a second.");
    }

    [Test]
    public async Task A_backdated_record_is_new_to_those_who_poll()
    {
        var asOf = AsOf((await Admin.GetAsync("/api/contacts")).Is(200));
        var old = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "A", lastName = "B", createdAt = "2020-05-05T10:00:00Z" })).Is(201);
        Assert.That(
            Ids((await Admin.GetAsync($"/api/contacts?updatedAt[gte]={Instant(asOf)}")).Is(200).Items), Is.EqualTo(new[] { old.Id }));
        Assert.That(old["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.000000Z"));
    }

    [Test]
    public async Task Writers_and_pollers_at_once_lose_nothing()
    {
        var company = await CompanyAsync();
        var deals = new List<Guid>();
        for (var i = 0; i < 12; i++)
            deals.Add(await DealAsync(company));
        var (seen, asOf, stop) = (new Dictionary<Guid, long>(), Clock.Now.AddHours(-1), false);
        var writers = deals.Chunk(3).Select(async (mine, number) =>
        {
            for (var i = 0; i < 15; i++)
            {
                foreach (var id in mine)
                    (await Admin.PatchAsync($"/api/deals/{id}", new { notes = $"{number} {i}" })).Is(200);
            }
        }).ToArray();
        var polling = PollAsync();
        await Task.WhenAll(writers);
        stop = true;
        await polling;
        foreach (var id in deals)
            Assert.That(seen[id], Is.EqualTo((await Admin.GetAsync($"/api/deals/{id}")).Is(200).Version));

        async Task PollAsync()
        {
            for (var last = false; !last;)
            {
                last = stop;
                var page = (await Admin.GetAsync($"/api/deals?updatedAt[gte]={Instant(asOf)}&limit=200")).Is(200);
                asOf = AsOf(page);
                foreach (var deal in page.Items)
                    seen[deal.GetProperty("id").GetGuid()] = deal.GetProperty("version").GetInt64();
            }
        }
    }
}
