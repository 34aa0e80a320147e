namespace Crm.Api.Tests.Reports;

public sealed class GetStageDurationsTests : ReportTest
{
    private const string March = "stage-durations?from=2025-03-01&to=2025-03-31";

    [Test]
    public async Task Durations_count_when_they_end_and_reopening_ends_a_closed_stage()
    {
        await DealAsync(null, ("PROSPECTING", "2025-02-20"), ("PROPOSING", "2025-03-02"), ("CLOSED_LOST", "2025-03-06"),
            ("QUALIFYING", "2025-03-09"), ("CLOSED_WON", "2025-04-01"));
        await DealAsync(null, ("PROSPECTING", "2025-02-26"), ("CLOSED_WON", "2025-03-01"));

        var rows = JsonDocument.Parse(await RowsAsync(March)).RootElement.EnumerateArray().Select(r => r.GetRawText()).ToList();

        await ReportCsvTests.ExpectRowsOfJsonAsync(Admin, $"/api/reports/{March}");
        Assert.That(rows, Has.Count.EqualTo(8));
        // The 90th percentile of 3 and 10 days is interpolated: 3 + 0.9 × 7.
        Assert.That(rows[0], Is.EqualTo(
            """{"stage":"PROSPECTING","currency":"EUR","endedCount":2,"endedMeanDays":6.5,"endedMedianDays":6.5,"endedP90Days":9.3""" +
            ""","presentCount":0,"presentMeanDays":null,"presentMedianDays":null,"presentP90Days":null}"""));
        Assert.That(rows[2], Does.Contain("\"endedCount\":1,\"endedMeanDays\":4,"));
        Assert.That(rows[6], Is.EqualTo(
            """{"stage":"CLOSED_LOST","currency":"EUR","endedCount":1,"endedMeanDays":3,"endedMedianDays":3,"endedP90Days":3""" +
            ""","presentCount":null,"presentMeanDays":null,"presentMedianDays":null,"presentP90Days":null}"""));
        Assert.That(rows[1], Does.Contain("\"endedCount\":0,\"endedMeanDays\":null"), "The stay ended in April.");
    }

    [Test]
    public async Task Open_and_on_hold_deals_have_their_current_age_regardless_of_the_period()
    {
        var day = Clock.Now.AddDays(-10).UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await DealAsync(null, ("PROSPECTING", "2025-02-20"), ("ON_HOLD", day));

        var onHold = JsonDocument.Parse(await RowsAsync(March)).RootElement[7];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(onHold.GetProperty("stage").GetString(), Is.EqualTo("ON_HOLD"));
            Assert.That(onHold.GetProperty("presentCount").GetInt64(), Is.EqualTo(1));
        }

        Assert.That(onHold.GetProperty("presentP90Days").GetDouble(), Is.EqualTo((Clock.Now - SalesData.At($"{day}T12:00:00Z")).TotalDays)
            .Within(0.01));
    }
}
