using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Outbox;

/// <summary>Runs the service in a separate process and kills it between the commit of changes and their relay.</summary>
public sealed partial class KilledServiceTests : OutboxTest
{
    /// <summary>A trigger that blocks the claim of a message, so that the service can be killed at that point.</summary>
    private const string Freeze = """
        create function crm_freeze() returns trigger language plpgsql as $$ begin perform pg_sleep(300); return new; end $$;
        grant execute on function crm_freeze() to public;
        create trigger crm_freeze before update on outbox_messages for each row execute function crm_freeze();
        """;

    private const string Thaw = """
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
        drop trigger crm_freeze on outbox_messages;
        drop function crm_freeze();
        """;

    [Test]
    [Category("Slow")]
    public async Task Nothing_is_lost_when_the_service_is_killed_between_commit_and_relay()
    {
        var acknowledged = new List<Guid>();
        IReadOnlyList<string> firstLines;
        await using (var first = await ServiceProcess.StartAsync(Db))
        {
            await LogInAsync(first);
            acknowledged.AddRange(await CreateCompaniesAsync(first, 10));
            await WaitUntilRelayedAsync(first);
            await Db.ExecuteAsync(Freeze);
            acknowledged.AddRange(await CreateCompaniesAsync(first, 15));
            await first.KillAsync();
            firstLines = first.Lines;
        }

        await Db.ExecuteAsync(Thaw);
        // Three messages of each company: one creation and two updates.
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages"), Is.EqualTo(3 * 25));
        Assert.That(await WaitingAsync(), Is.EqualTo(3 * 15), "The service was not killed between commit and relay.");

        await using var second = await ServiceProcess.StartAsync(Db);
        await WaitUntilRelayedAsync(second);
        await second.StopAsync();

        var published = Published(firstLines).Concat(Published(second.Lines)).ToList();
        Assert.That(published.Select(t => t.Seq).Distinct().Order(),
            Is.EqualTo(await Db.QueryAsync<long>("select seq from outbox_messages order by seq")));
        Assert.That(published.Select(t => t.Aggregate).Distinct(), Is.EquivalentTo(acknowledged));
        foreach (var aggregate in published.GroupBy(t => t.Aggregate))
        {
            // Delivery is at least once; repeated messages are in order, too.
            Assert.That(aggregate.Select(t => t.Seq).Distinct(), Is.Ordered);
            Assert.That(aggregate.Select(t => t.Type).First(), Is.EqualTo("CompanyCreated"));
        }
    }

    private static async Task LogInAsync(ServiceProcess service)
    {
        using var response = await service.Http.PostAsJsonAsync(
            "/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword });
        var tokens = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", tokens.GetProperty("accessToken").GetString());
    }

    /// <summary>Creates companies and updates each twice; all requests succeed.</summary>
    private static async Task<Guid[]> CreateCompaniesAsync(ServiceProcess service, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async n =>
    {
        using var created = await service.Http.PostAsJsonAsync("/api/companies", new { name = $"Company {n}" });
        var id = (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        foreach (var notes in new[] { "one", "two" })
        {
            using var changed = await service.Http.PatchAsJsonAsync($"/api/companies/{id}", new { notes });
            changed.EnsureSuccessStatusCode();
        }

        return id;
    }));

    private async Task WaitUntilRelayedAsync(ServiceProcess service)
    {
        var clock = Stopwatch.StartNew();
        while (await WaitingAsync() > 0)
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), string.Join('\n', service.Lines));
            await Task.Delay(50);
        }
    }

    private static IEnumerable<(string Type, Guid Aggregate, long Seq)> Published(IEnumerable<string> lines) =>
        from line in lines
        let match = Line().Match(line)
        where match.Success
        select (match.Groups[1].Value, Guid.Parse(match.Groups[2].Value),
            long.Parse(match.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"""Message"":""(\w+) of ([0-9a-f-]{36}) \(message (\d+)\)""")]
    private static partial Regex Line();
}
