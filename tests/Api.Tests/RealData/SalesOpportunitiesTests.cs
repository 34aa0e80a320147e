using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Crm.Api.Tests.Reports;
using Crm.Application.Common.Json;
using Crm.Application.Dashboards;
using Crm.Application.Reports;
using Crm.Domain.Deals;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.RealData;

/// <summary>Loads a real pipeline through the API and compares the figures with its files.</summary>
public sealed class SalesOpportunitiesTests : ApiTest
{
    private const string Period = "from=2016-10-01&to=2017-12-31";
    private static readonly DateOnly From = new(2016, 10, 1);
    private static readonly DateOnly To = new(2017, 12, 31);

    private readonly Dictionary<string, Guid> users = [];
    private readonly Dictionary<string, (Guid Company, Guid Contact, string? Industry)> companies = [];
    private readonly ConcurrentDictionary<string, SalesDeal> deals = new();
    private SalesOpportunities set = null!;
    private int requests;

    [Test]
    [Category("Soak")]
    public async Task Every_figure_of_a_real_pipeline_equals_that_of_its_files()
    {
        if (SalesOpportunities.FindFolder() is not { } folder)
        {
            Assert.Ignore("Set CRM_SALES_OPPORTUNITIES to the folder of the CSV files of the data set crm-sales-opportunities.");
            return;
        }

        set = SalesOpportunities.Read(folder);
        // Checks the files first, so that the comparisons below are not made with empty data.
        Assert.That(set.Opportunities, Has.Count.EqualTo(8800));
        Assert.That(set.Opportunities.Count(o => o.Stage == "CLOSED_WON"), Is.EqualTo(4238));
        Assert.That(set.Opportunities.Sum(o => o.Value), Is.EqualTo(10_005_534m));

        var clock = Stopwatch.StartNew();
        await LoadUsersAsync();
        await LoadCompaniesAsync();
        await Parallel.ForEachAsync(
            set.Opportunities, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (o, _) => await LoadDealAsync(o));
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Loaded {deals.Count} deals with {requests} requests in {clock.Elapsed.TotalSeconds:0.0} s."));

        await CheckCountsAsync();
        await CheckPipelineAsync();
        foreach (var groupBy in new[] { null, "owner", "month", "quarter", "industry", "source" })
            await CheckSalesPerformanceAsync(groupBy);
        await CheckReportsAsync();
        await CheckHeadlinesAsync();
        await CheckHistoryAsync();
    }

    private async Task LoadUsersAsync()
    {
        var roles = (await Admin.GetAsync("/api/roles?limit=200")).Is(200).Items.ToDictionary(
            r => r.GetProperty("name").GetString()!, r => r.GetProperty("id").GetGuid());
        foreach (var manager in set.Agents.Select(a => a.Manager).Distinct())
            await LoadUserAsync(manager, roles[BuiltInRoles.SalesManager]);
        foreach (var (agent, _) in set.Agents)
            await LoadUserAsync(agent, roles[BuiltInRoles.SalesRep]);
    }

    private async Task LoadUserAsync(string name, Guid roleId)
    {
        var parts = name.Split(' ', 2);
        var username = name.ToLowerInvariant().Replace(' ', '.');
        users[name] = (await PostAsync(
            "/api/users", new { email = $"{username}@example.com", username, firstName = parts[0], lastName = parts[1], roleId })).Id;
    }

    private async Task LoadCompaniesAsync()
    {
        // Parent companies first.
        foreach (var account in set.Accounts.OrderBy(a => a.Parent is not null))
        {
            await LoadCompanyAsync(account.Name, account.Sector, new
            {
                name = account.Name,
                industry = account.Sector,
                foundedYear = account.Established,
                revenue = account.Revenue,
                employeeCount = account.Employees,
                country = account.Country,
                parentCompanyId = account.Parent is null ? (Guid?)null : companies[account.Parent].Company,
                createdAt = "2016-01-01T00:00:00Z",
            });
        }

        await LoadCompanyAsync(
            SalesOpportunities.NotNamed, null, new { name = SalesOpportunities.NotNamed, createdAt = "2016-01-01T00:00:00Z" });
    }

    private async Task LoadCompanyAsync(string name, string? industry, object body)
    {
        var companyId = (await PostAsync("/api/companies", body)).Id;
        var contact = await PostAsync(
            "/api/contacts", new { firstName = "Contact", lastName = name, companyId, createdAt = "2016-01-01T00:00:00Z" });
        companies[name] = (companyId, contact.Id, industry);
    }

    /// <summary>
    /// Closed deals are created in NEGOTIATING on the day of the engagement; deals that are still engaged changed to NEGOTIATING on that
    /// day. The others have no date and are created now.
    /// </summary>
    private async Task LoadDealAsync(Opportunity o)
    {
        var (company, contact, industry) = companies[o.Account];
        var body = new Dictionary<string, object?>
        {
            ["title"] = $"{o.Product} {o.Id}",
            ["companyId"] = company,
            ["primaryContactId"] = contact,
            ["ownerId"] = users[o.Agent],
            ["currency"] = "USD",
            ["stage"] = o.Closed is null ? "PROSPECTING" : "NEGOTIATING",
        };
        if (o.Engaged is { } engaged)
            body["createdAt"] = At(engaged);
        var created = await PostAsync("/api/deals", body);
        await PostAsync($"/api/deals/{created.Id}/products", new { productName = o.Product, quantity = 1, unitPrice = o.Value });
        if (o.Stage == "NEGOTIATING")
            await MoveAsync(created.Id, new { stage = "NEGOTIATING", at = At(o.Engaged!.Value) });
        if (o.Stage == "CLOSED_WON")
            await MoveAsync(created.Id, new { stage = "CLOSED_WON", at = At(o.Closed!.Value) });
        if (o.Stage == "CLOSED_LOST")
            await MoveAsync(created.Id, new { stage = "CLOSED_LOST", lossReason = "Not stated", at = At(o.Closed!.Value) });
        deals[o.Id] = new SalesDeal(
            created.Id, users[o.Agent], o.Agent, company, industry, contact, null, "USD", o.Stage, o.Value, o.Stage == "NEGOTIATING" ? 80
                : 10,
            o.Engaged is { } day ? SalesData.At(At(day)) : created["createdAt"].GetDateTimeOffset(), o.Closed, false);
    }

    private async Task CheckCountsAsync()
    {
        Assert.That(await CountAsync("users"), Is.EqualTo(35 + 6 + 1));
        Assert.That(await CountAsync("companies"), Is.EqualTo(86));
        Assert.That(await CountAsync("companies", "&parentCompanyId[isNull]=false"),
            Is.EqualTo(set.Accounts.Count(a => a.Parent is not null)));
        Assert.That(await CountAsync("contacts"), Is.EqualTo(86));
        Assert.That(await CountAsync("deals", $"&companyId={companies[SalesOpportunities.NotNamed].Company}"), Is.EqualTo(1425));
        foreach (var stage in set.Opportunities.GroupBy(o => o.Stage))
            Assert.That(await CountAsync("deals", $"&stage={stage.Key}"), Is.EqualTo(stage.Count()), stage.Key);
        foreach (var agent in set.Opportunities.GroupBy(o => o.Agent))
            Assert.That(await CountAsync("deals", $"&ownerId={users[agent.Key]}"), Is.EqualTo(agent.Count()), agent.Key);
    }

    private async Task CheckPipelineAsync()
    {
        var rows = (await Admin.GetAsync("/api/dashboard/pipeline")).Is(200)["rows"].Deserialize<List<PipelineRow>>(CrmJson.Options)!;
        Assert.That(rows, Is.EqualTo(PlainFigures.Pipeline(deals.Values)));

        // Computed directly from the files.
        foreach (var row in rows)
        {
            var matching = set.Opportunities.Where(o => o.Stage == row.Stage.ToString()).ToList();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(row.Count, Is.EqualTo((long)matching.Count), row.Stage.ToString());
                Assert.That(row.Value, Is.EqualTo(matching.Sum(o => o.Value)), row.Stage.ToString());
            }
        }

        var columns = (await Admin.GetAsync("/api/deals/pipeline?limit=1")).Is(200)["columns"].EnumerateArray()
            .ToDictionary(c => c.GetProperty("stage").GetString()!, c => c.GetProperty("count").GetInt64());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(columns["PROSPECTING"], Is.EqualTo(500));
            Assert.That(columns["NEGOTIATING"], Is.EqualTo(1589));
            Assert.That(columns.Values.Sum(), Is.EqualTo(2089));
        }
    }

    private async Task CheckSalesPerformanceAsync(string? groupBy)
    {
        var grouping = groupBy is null ? "" : $"&groupBy={groupBy}";
        var rows = (await Admin.GetAsync($"/api/reports/sales-performance?{Period}{grouping}")).Is(
            200)["rows"].Deserialize<List<SalesPerformanceRow>>(CrmJson.Options)!;
        Assert.That(rows, Is.EqualTo(PlainFigures.SalesPerformance(deals.Values, From, To, "UTC", groupBy)), groupBy);

        if (groupBy is null)
            return;
        Assert.That(rows.Sum(r => r.WonValue), Is.EqualTo(10_005_534m), groupBy);
        Assert.That(rows.Sum(r => r.WonCount + r.LostCount), Is.EqualTo(4238 + 2473), groupBy);
    }

    private async Task CheckReportsAsync()
    {
        var plain = await PlainReports.ReadAsync(Db);
        var request = new ReportRequest(From, To);
        Assert.That(await RowsAsync<StageMovementRow>("stage-movement"), Is.EqualTo(plain.StageMovement(request)));
        Assert.That(await RowsAsync<StageConversionRow>("stage-conversion"), Is.EqualTo(plain.StageConversion(request)));
        Assert.That(await RowsAsync<LeaderboardRow>("leaderboard"), Is.EqualTo(plain.Leaderboard(request)));
        Assert.That(await RowsAsync<ForecastRow>("forecast"), Is.EqualTo(plain.Forecast(request, Clock.Today)));
        Assert.That(await RowsAsync<LossRow>("losses"), Is.EqualTo(plain.Losses(request, "reason")));
        var waterfall = await RowsAsync<StageWaterfallRow>("stage-waterfall");
        Assert.That(waterfall, Is.EqualTo(plain.StageWaterfall(request)));

        // Computed directly from the files.
        foreach (var row in waterfall)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(row.OpeningCount + row.InCount - row.OutCount, Is.EqualTo(row.ClosingCount), $"{row}");
                Assert.That(row.OpeningValue + row.InValue - row.OutValue, Is.EqualTo(row.ClosingValue), $"{row}");
            }
        }

        Assert.That(waterfall.Single(r => r.Stage == DealStage.ClosedWon).ClosingValue, Is.EqualTo(10_005_534m));
        Assert.That((await RowsAsync<LossRow>("losses")).Single().LostCount, Is.EqualTo(2473));
        var best = set.Opportunities.Where(o => o.Stage == "CLOSED_WON").GroupBy(o => o.Agent)
            .Select(g => (g.Key, Value: g.Sum(o => o.Value))).MaxBy(a => a.Value);
        var first = (await RowsAsync<LeaderboardRow>("leaderboard"))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.UserName, Is.EqualTo(best.Key));
            Assert.That(first.WonValue, Is.EqualTo(best.Value));
            Assert.That(first.Rank, Is.EqualTo(1));
        }

        // A deal that is won was in NEGOTIATING from the day it was engaged to the day it was closed.
        var days = set.Opportunities.Where(o => o.Closed is not null)
            .Select(o => (double)(o.Closed!.Value.DayNumber - o.Engaged!.Value.DayNumber)).ToList();
        var negotiating = (await RowsAsync<StageDurationRow>("stage-durations")).Single(r => r.Stage == DealStage.Negotiating);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(negotiating.EndedCount, Is.EqualTo(4238L + 2473L));
            Assert.That(negotiating.PresentCount, Is.EqualTo(1589));
        }

        Assert.That(negotiating.EndedMeanDays, Is.EqualTo(days.Average()).Within(1e-9));

        async Task<List<TRow>> RowsAsync<TRow>(string report) =>
            (await Admin.GetAsync($"/api/reports/{report}?{Period}")).Is(200)["rows"].Deserialize<List<TRow>>(CrmJson.Options)!;
    }

    /// <summary>Computes the totals from the files again, without code shared with the other checks.</summary>
    private async Task CheckHeadlinesAsync()
    {
        var row = (await Admin.GetAsync($"/api/reports/sales-performance?{Period}")).Is(200)["rows"].EnumerateArray().Single();
        var won = set.Opportunities.Where(o => o.Stage == "CLOSED_WON").ToList();
        var days = won.Select(o => o.Closed!.Value.DayNumber - o.Engaged!.Value.DayNumber).Order().ToList();
        var (meanDays, winRate, meanValue) = (days.Average(), 4238d / (4238 + 2473), (double)won.Average(o => o.Value));

        Assert.That(row.GetProperty("winRate").GetDouble(), Is.EqualTo(winRate));
        Assert.That(row.GetProperty("cycleMeanDays").GetDouble(), Is.EqualTo(meanDays).Within(1e-9));
        Assert.That(row.GetProperty("cycleMedianDays").GetDouble(), Is.EqualTo((days[(days.Count / 2) - 1] + days[days.Count / 2]) / 2.0));
        Assert.That(row.GetProperty("openCount").GetInt64(), Is.EqualTo(2089));
        Assert.That(row.GetProperty("velocityPerDay").GetDouble(), Is.EqualTo(2089 * meanValue * winRate / meanDays).Within(0.005));
        await TestContext.Out.WriteLineAsync(row.GetRawText());
    }

    private async Task CheckHistoryAsync()
    {
        var won = set.Opportunities.First(o => o.Stage == "CLOSED_WON");
        Assert.That(await TransitionsAsync(won),
            Is.EqualTo(new Transition[] { new(null, "NEGOTIATING", At(won.Engaged!.Value)),
                new("NEGOTIATING", "CLOSED_WON", At(won.Closed!.Value)) }));
        var engaged = set.Opportunities.First(o => o.Stage == "NEGOTIATING");
        Assert.That(await TransitionsAsync(engaged),
            Is.EqualTo(new Transition[] { new(null, "PROSPECTING", At(engaged.Engaged!.Value)),
                new("PROSPECTING", "NEGOTIATING", At(engaged.Engaged.Value)) }));

        // The audit has the real time, and the given time in its metadata.
        var closing = (await Admin.GetAsync($"/api/deals/{deals[won.Id].Id}/audit?fieldName=actualCloseDate")).Is(200).Items.Single();
        Assert.That(closing.GetProperty("createdAt").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow)
            .Within(TimeSpan.FromMinutes(10)));
        Assert.That(closing.GetProperty("metadata").GetProperty("effectiveAt").GetDateTimeOffset(),
            Is.EqualTo(SalesData.At(At(won.Closed.Value))));
    }

    private sealed record Transition(string? From, string? To, string At);

    private async Task<List<Transition>> TransitionsAsync(Opportunity o) =>
    [
        .. (await Admin.GetAsync($"/api/deals/{deals[o.Id].Id}/history?sort=seq")).Is(200).Items.Select(s => new Transition(
            s.GetProperty("fromStage").GetString(),
            s.GetProperty("toStage").GetString(),
            s.GetProperty("changedAt").GetDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
    ];

    private async Task<long> CountAsync(string collection, string filter = "") =>
        (await Admin.GetAsync($"/api/{collection}?limit=1&count=exact{filter}")).Is(200)["count"].GetInt64();

    private async Task<ApiResponse> PostAsync(string path, object body)
    {
        Interlocked.Increment(ref requests);
        return (await Admin.PostAsync(path, body)).Is(201);
    }

    private async Task MoveAsync(Guid dealId, object move)
    {
        Interlocked.Increment(ref requests);
        (await Admin.PatchAsync($"/api/deals/{dealId}/stage", move, mediaType: "application/json")).Is(200);
    }

    private static string At(DateOnly day) => day.ToString("yyyy-MM-dd'T09:00:00Z'", CultureInfo.InvariantCulture);
}
