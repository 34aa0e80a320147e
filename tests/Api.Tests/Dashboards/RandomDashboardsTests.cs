using Crm.Api.Tests.Reports;
using Crm.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Dashboards;

/// <summary>
/// Compares every dashboard with a plain statement over the records, after months of sales through HTTP: with no rollup delta merged,
/// some merged, all merged, and after a rebuild.
/// </summary>
public sealed class RandomDashboardsTests : ApiTest
{
    private const string Rights = """
        {"companies": {"read": "all"}, "contacts": {"read": "all"}, "deals": {"read": "all"}, "leads": {"read": "all"},
         "tasks": {"read": "all"}, "communications": {"create": "all", "read": "all"}, "users": {"read": "all"},
         "groups": {"read": "all"}, "reports": {"read": "SCOPE"}}
        """;

    private readonly List<string> wrong = [];
    private int compared;

    [TestCase(11, Category = "Slow")]
    [TestCase(12, Category = "Soak")]
    public async Task Every_figure_is_what_a_plain_statement_gives(int seed)
    {
        var people = new List<ApiClient>();
        foreach (var scope in new[] { "own", "group", "all" })
            people.Add(await UserWithAsync(Rights.Replace("SCOPE", scope, StringComparison.Ordinal)));
        var group = (await Admin.PostAsync("/api/groups", new { name = "North", type = "SALES_TEAM" })).Is(201).Id;
        foreach (var member in people.Take(2))
            (await Admin.PostAsync($"/api/groups/{group}/members", new { userId = member.Id })).Is(201);
        await new RandomSales(Host, Admin, people, seed).RunAsync(300);
        var rollups = Host.Services.GetRequiredService<Rollups>();

        Assert.That(await rollups.VerifyAsync(CancellationToken.None), Is.Empty);
        await CompareAsync(people, group);
        while (await rollups.FoldAsync(CancellationToken.None) > 0)
        {
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from rollup_deltas"), Is.Zero);
        await CompareAsync(people, group);
        await new RandomSales(Host, Admin, people, seed + 100).RunAsync(60);
        await CompareAsync(people, group);
        await rollups.SweepAsync(CancellationToken.None);
        await rollups.RebuildAsync(CancellationToken.None);
        Assert.That(await rollups.VerifyAsync(CancellationToken.None), Is.Empty);
        await CompareAsync(people, group);

        Assert.That(wrong, Is.Empty);
        Assert.That(compared, Is.GreaterThan(300));
    }

    private async Task CompareAsync(List<ApiClient> people, Guid group)
    {
        var (own, colleague, all) = (people[0], people[1], people[2]);
        var today = DateOnly.FromDateTime(Clock.Now.UtcDateTime);
        var periods = new[] { (new DateOnly(today.Year, today.Month, 1), today), (today.AddDays(-90), today.AddDays(-20)),
            (today.AddDays(-40), today.AddDays(-40)) };
        foreach (var (client, query, owners) in new (ApiClient, string, Guid[]?)[]
        {
            (Admin, "", null),
            (all, "", null),
            (own, "", [own.Id]),
            (colleague, "", [own.Id, colleague.Id]),
            (Admin, $"ownerId={colleague.Id}", [colleague.Id]),
            (Admin, $"groupId={group}", [own.Id, colleague.Id]),
            (own, $"ownerId={colleague.Id}", []),
            (colleague, $"groupId={group}&ownerId={own.Id}", [own.Id]),
        })
        {
            foreach (var currency in new[] { null, "USD", "CHF" })
            {
                foreach (var tz in new[] { "UTC", "America/New_York", "Asia/Kathmandu" })
                {
                    var (from, to) = periods[compared % periods.Length];
                    var request = new ReportRequest(owners, currency, tz, from, to, Clock.Now);
                    await CompareAsync(client, query, request);
                }
            }
        }
    }

    private async Task CompareAsync(ApiClient client, string query, ReportRequest request)
    {
        var plain = new PlainDashboards(Db);
        var currency = request.Currency is null ? "" : $"&currency={request.Currency}";
        var period = $"&from={request.From:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}";
        var tz = $"&tz={request.Tz}";
        foreach (var (path, expected) in new[]
        {
            ($"pipeline?{query}{currency}", await plain.PipelineAsync(request)),
            ($"lead-conversion?{query}", await plain.LeadConversionAsync(request, false)),
            ($"lead-conversion?{query}&groupBy=source", await plain.LeadConversionAsync(request, true)),
            ($"user-performance?{query}{tz}{currency}{period}", await plain.UserPerformanceAsync(request)),
            ($"summary?{query}{tz}{currency}", await plain.SummaryAsync(request)),
        })
        {
            var address = $"/api/dashboard/{path}".Replace("?&", "?", StringComparison.Ordinal).TrimEnd('?');
            var shown = PlainDashboards.Of((await client.GetAsync(address)).Is(200));
            compared++;
            if (shown != expected)
                wrong.Add($"{path}:\n{shown}\nis not\n{expected}");
        }
    }
}
