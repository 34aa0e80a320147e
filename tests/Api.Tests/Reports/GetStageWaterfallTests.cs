using Crm.Application.Common.Json;
using Crm.Application.Dashboards;
using Crm.Application.Reports;

namespace Crm.Api.Tests.Reports;

public sealed class GetStageWaterfallTests : ReportTest
{
    [Test]
    public async Task Opening_in_out_and_closing_figures_balance()
    {
        await DealAsync(null, ("PROSPECTING", "2025-02-02"), ("PROPOSING", "2025-03-03"), ("PROSPECTING", "2025-03-04"),
            ("PROPOSING", "2025-04-05"));
        await DealAsync(new { value = 7 }, ("PROSPECTING", "2025-03-31"));

        var rows = await WaterfallAsync("?from=2025-03-01&to=2025-03-31");

        Assert.That(rows[0], Is.EqualTo(
            new StageWaterfallRow(Crm.Domain.Deals.DealStage.Prospecting, "EUR", 1, 2, 1, 2, 100, 107, 100, 107)));
        Assert.That(rows[2], Is.EqualTo(new StageWaterfallRow(Crm.Domain.Deals.DealStage.Proposing, "EUR", 0, 1, 1, 0, 0, 100, 100, 0)));
        Assert.That(rows, Has.Count.EqualTo(8));
    }

    [Test]
    public async Task Its_closing_figures_equal_the_pipeline()
    {
        await DealAsync(null, ("PROSPECTING", "2025-02-02"), ("PROPOSING", "2025-03-03"), ("CLOSED_WON", "2025-03-04"));
        await DealAsync(new { currency = "USD", value = 7 }, ("PROSPECTING", "2025-02-02"), ("ON_HOLD", "2025-03-03"));
        await DealAsync(new { currency = "USD", value = 8 }, ("FOLLOW_UP", "2025-02-02"));

        var pipeline = (await Admin.GetAsync("/api/dashboard/pipeline")).Is(200)["rows"].Deserialize<List<PipelineRow>>(CrmJson.Options)!;

        Assert.That(
            (await WaterfallAsync("")).Select(r => new { r.Currency, r.Stage, Count = r.ClosingCount, Value = r.ClosingValue }),
            Is.EqualTo(pipeline.Select(r => new { r.Currency, r.Stage, r.Count, r.Value })));
    }

    private async Task<List<StageWaterfallRow>> WaterfallAsync(string query) =>
        JsonSerializer.Deserialize<List<StageWaterfallRow>>(await RowsAsync($"stage-waterfall{query}"), CrmJson.Options)!;
}
