using Crm.Application.Common.Json;
using Crm.Application.Reports;

namespace Crm.Api.Tests.Reports;

/// <summary>Compares every report with a plain computation, after months of sales through HTTP.</summary>
public sealed class RandomSalesTests : ApiTest
{
    private const string Rights = """
        {"companies": {"read": "all"}, "contacts": {"read": "all"}, "deals": {"read": "all"}, "leads": {"read": "all"},
         "tasks": {"read": "all"}, "communications": {"create": "all", "read": "all"}, "users": {"read": "all"},
         "groups": {"read": "all"}, "reports": {"read": "/*scope*/"}}
        """;

    private PlainReports plain = null!;

    [TestCase(1, Category = "Slow")]
    [TestCase(2, Category = "Soak")]
    [TestCase(3, Category = "Soak")]
    public async Task Every_figure_is_what_a_plain_computation_gives(int seed)
    {
        // The third user shares a group with the second and sees the figures of both; the first sees only their own.
        var people = new[] { await PersonAsync("own"), await PersonAsync("own"), await PersonAsync("group") };
        var group = (await Admin.PostAsync("/api/groups", new { name = "Team" })).Is(201).Id;
        foreach (var member in people.Skip(1))
            (await Admin.PostAsync($"/api/groups/{group}/members", new { userId = member.Id })).Is(201);
        var sales = new RandomSales(Host, Admin, people, seed);
        await sales.RunAsync(400);
        await ExpectSomeOfEverythingAsync();

        plain = await PlainReports.ReadAsync(Db);
        var today = Clock.Today;
        var month = today.AddDays(-75);
        var team = people.Skip(1).Select(p => p.Id).ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (caller, filter, request) in new[]
            {
                (Admin, "", new ReportRequest(today.AddDays(-400), today.AddDays(1))),
                (Admin, "", new ReportRequest(month, month.AddDays(30), "Asia/Tokyo")),
                (Admin, "", new ReportRequest(month, month, "America/Los_Angeles")),
                (Admin, "", new ReportRequest(today.AddDays(-20), today.AddDays(60), "Europe/Berlin")),
                (Admin, "&currency=EUR", new ReportRequest(month, today, Currency: "EUR")),
                (Admin, "&currency=CHF", new ReportRequest(month, today, Currency: "CHF")),
                (Admin, $"&ownerId={people[1].Id}", new ReportRequest(month, today, "Asia/Tokyo", [people[1].Id])),
                (Admin, $"&groupId={group}", new ReportRequest(month, today, Owners: team)),
                (people[0], "", new ReportRequest(month, today, Owners: [people[0].Id])),
                (people[0], $"&ownerId={people[1].Id}", new ReportRequest(month, today, Owners: [])),
                (people[2], "", new ReportRequest(month, today, Owners: team)),
                (people[2], "&ownerId=me&currency=USD", new ReportRequest(month, today, "America/Los_Angeles", [people[2].Id], "USD")),
            })
                await CheckAsync(caller, filter, request);
            foreach (var report in new[]
            {
                "stage-conversion", "stage-movement", "stage-waterfall", "forecast", "leaderboard", "sources", "losses",
                "losses?groupBy=competitor", "activity",
            })
                await ReportCsvTests.ExpectRowsOfJsonAsync(
                    Admin,
                    $"/api/reports/{report}{(report.Contains('?') ? '&' : '?')}from={month:yyyy-MM-dd}" +
                    $"&to={today.AddDays(60):yyyy-MM-dd}");
        }
    }

    private async Task CheckAsync(ApiClient caller, string filter, ReportRequest request)
    {
        var query = FormattableString.Invariant($"?from={request.From:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}&tz={request.Tz}{filter}");
        var (movement, waterfall) = (plain.StageMovement(request), plain.StageWaterfall(request));
        await ExpectAsync("stage-movement", movement);
        await ExpectAsync("stage-waterfall", waterfall);
        await ExpectAsync("stage-conversion", plain.StageConversion(request));
        await ExpectAsync("forecast", plain.Forecast(request, request.Day(Clock.Now)));
        await ExpectAsync("leaderboard", plain.Leaderboard(request));
        await ExpectAsync("sources", plain.Sources(request));
        foreach (var groupBy in new[] { "reason", "competitor", "stage" })
            await ExpectAsync("losses", plain.Losses(request, groupBy), $"&groupBy={groupBy}");
        await ExpectAsync("activity", plain.Activity(request));
        await ExpectAsync("sales-performance",
            PlainFigures.SalesPerformance(plain.SalesDeals(request), request.From, request.To, request.Tz, "source"), "&groupBy=source");

        // Ages are slightly greater when the service computes them, as it does so later.
        var durations = await RowsAsync<StageDurationRow>("stage-durations", "");
        Assert.That(durations, Is.EqualTo(plain.StageDurations(request, Clock.Now)).Using<StageDurationRow>(About),
            $"stage-durations{query}");

        foreach (var row in await RowsAsync<StageWaterfallRow>("stage-waterfall", ""))
        {
            Assert.That(row.OpeningCount + row.InCount - row.OutCount, Is.EqualTo(row.ClosingCount), $"{row}");
            Assert.That(row.OpeningValue + row.InValue - row.OutValue, Is.EqualTo(row.ClosingValue), $"{row}");
            var moves = movement.Where(m => m.Currency == row.Currency).ToList();
            Assert.That(row.InCount, Is.EqualTo(moves.Where(m => m.ToStage == row.Stage).Sum(m => m.Count)), $"{row}");
            Assert.That(row.OutValue, Is.EqualTo(moves.Where(m => m.FromStage == row.Stage).Sum(m => m.Value)), $"{row}");
        }

        foreach (var row in await RowsAsync<StageConversionRow>("stage-conversion", ""))
            Assert.That(row.AdvancedCount + row.LostCount + row.OpenCount, Is.EqualTo(row.EnteredCount), $"{row}");

        // Activities have no currency.
        string Accepted(string report) =>
            report == "activity" ? query.Replace($"&currency={request.Currency}", "", StringComparison.Ordinal) : query;

        async Task ExpectAsync<TRow>(string report, List<TRow> expected, string more = "") =>
            Assert.That(await RowsAsync<TRow>(report, more), Is.EqualTo(expected), $"{report}{query}{more}");

        async Task<List<TRow>> RowsAsync<TRow>(string report, string more) =>
            (await caller.GetAsync($"/api/reports/{report}{Accepted(report)}{more}")).Is(200)["rows"].Deserialize<List<TRow>>(
                CrmJson.Options)!;
    }

    private static bool About(StageDurationRow a, StageDurationRow b) =>
        a with
        {
            EndedMeanDays = 0,
            EndedMedianDays = 0,
            EndedP90Days = 0,
            PresentMeanDays = 0,
            PresentMedianDays = 0,
            PresentP90Days = 0
        } ==
            b with
            {
                EndedMeanDays = 0,
                EndedMedianDays = 0,
                EndedP90Days = 0,
                PresentMeanDays = 0,
                PresentMedianDays = 0,
                PresentP90Days = 0
            } &&
        Near(a.EndedMeanDays, b.EndedMeanDays, 1e-9) && Near(a.EndedMedianDays, b.EndedMedianDays, 1e-9) &&
            Near(a.EndedP90Days, b.EndedP90Days, 1e-9) &&
        Near(a.PresentMeanDays, b.PresentMeanDays, 1e-3) && Near(a.PresentMedianDays, b.PresentMedianDays, 1e-3) &&
            Near(a.PresentP90Days, b.PresentP90Days, 1e-3);

    private static bool Near(double? a, double? b, double most) =>
        a is null || b is null ? a is null && b is null : Math.Abs(a.Value - b.Value) <= most;

    private Task<ApiClient> PersonAsync(string scope) => UserWithAsync(Rights.Replace("/*scope*/", scope, StringComparison.Ordinal));

    /// <summary>Ensures that the comparisons are not made with empty data.</summary>
    private async Task ExpectSomeOfEverythingAsync()
    {
        Assert.That(await Db.QueryAsync<string>("select distinct stage from deals where deleted_at is null"), Has.Count.EqualTo(8));
        foreach (var (what, sql) in new[]
        {
            ("deals in the trash", "select count(*) from deals where deleted_at is not null"),
            ("reopenings", "select count(*) from deal_stage_history where from_stage in ('CLOSED_WON', 'CLOSED_LOST')"),
            ("deals of leads", "select count(*) from leads where converted_to_deal_id is not null"),
            ("tasks done", "select count(*) from tasks where status = 'COMPLETED'"),
            ("talks and calls to come about what is in the trash",
                """
                with trash as (select id from deals where deleted_at is not null union all select id from contacts
                    where deleted_at is not null
                    union all select id from leads where deleted_at is not null)
                select (select count(*) from communications where deal_id in (table trash) or contact_id in (table trash)
                    or lead_id in (table trash)) +
                    (select count(*) from tasks where deal_id in (table trash) or contact_id in (table trash) or lead_id in (table trash))
                """),
        })
            Assert.That(await Db.ScalarAsync<long>(sql), Is.GreaterThan(0), what);
    }
}
