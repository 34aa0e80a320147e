using System.Diagnostics;
using Dapper;

namespace Crm.Api.Tests.Conventions;

/// <summary>
/// 35 attackers with expensive queries, and a victim whose short requests all succeed. The latencies are printed: the victim's p99 is to
/// stay within twice its quiet value, which a machine with other work cannot be asked for in a test.
/// </summary>
[Category("Soak")]
public sealed class ExpensiveQueryLoadTests : ApiTest
{
    private const int Attackers = 35;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Expensive_queries_of_one_caller_leave_the_service_to_the_others()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "Acme", email = "office@example.com" })).Is(201).Id;
        await using (var connection = await Db.OpenAsync())
        {
            // Without triggers, in one transaction; it may take longer than a statement of the service.
            await connection.ExecuteAsync(
                """
                begin;
                set local session_replication_role = replica;
                insert into companies select (jsonb_populate_record(c, jsonb_build_object(
                    'id', gen_random_uuid(), 'name', 'Company ' || i, 'email', 'office' || i || '@example.com'))).*
                from companies c, generate_series(1, 200000) i where c.id = @id;
                commit
                """,
                new { id },
                commandTimeout: 600);
        }

        await Db.ExecuteAsync("analyze companies");
        var (attacker, victim) = (await UserAsync("Read Only"), await UserAsync());
        var conditions = string.Join('&', Enumerable.Range(0, 20).Select(i => $"email[contains]={"office@example.com"[i % 12]}"));
        var path = $"/api/companies?count=exact&sort=name&{conditions}";
        await MeasureAsync(victim, id, TimeSpan.FromSeconds(5));

        var quiet = await MeasureAsync(victim, id, Time);
        using var stop = new CancellationTokenSource();
        var statuses = new int[600];
        var attack = Enumerable.Range(0, Attackers).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
                Interlocked.Increment(ref statuses[(await attacker.GetAsync(path)).Status]);
        }).ToArray();
        var attacked = await MeasureAsync(victim, id, Time);
        await stop.CancelAsync();
        await Task.WhenAll(attack);

        TestContext.Out.WriteLine(
            $"Victim quiet: {quiet}; under attack: {attacked}; attackers: 200 {statuses[200]}, 429 {statuses[429]}, 503 {statuses[503]}");
        Assert.That(statuses[200] + statuses[503], Is.Positive);
        Assert.That(statuses[429], Is.Positive);
    }

    private sealed record Latency(int Count, double P50, double P99)
    {
        public override string ToString() => FormattableString.Invariant($"{Count} requests, p50 {P50:0.0} ms, p99 {P99:0.0} ms");
    }

    /// <summary>One request after the other, with a pause as a person at a screen makes it; each must succeed.</summary>
    private static async Task<Latency> MeasureAsync(ApiClient victim, Guid id, TimeSpan time)
    {
        var paths = new[] { $"/api/companies/{id}", "/api/companies?limit=25", "/api/tasks?limit=25" };
        var times = new List<double>();
        var whole = Stopwatch.StartNew();
        while (whole.Elapsed < time)
        {
            var one = Stopwatch.StartNew();
            (await victim.GetAsync(paths[times.Count % paths.Length])).Is(200);
            times.Add(one.Elapsed.TotalMilliseconds);
            await Task.Delay(10);
        }

        times.Sort();
        return new Latency(times.Count, times[times.Count / 2], times[times.Count * 99 / 100]);
    }
}
