namespace Crm.Api.Tests.Reports;

public sealed class GetStageDurationsTests : ReportTest
{
    private const string March = "stage-durations?from=2025-03-01&to=2025-03-31";

    [Test]
    public async Task Stays_count_where_they_ended_and_a_reopening_ends_one_of_a_closed_stage()
    {
        await DealAsync(null, ("PROSPECTING", "2025-02-20"), ("PROPOSING", "2025-03-02"), ("CLOSED_LOST", "2025-03-06"), ("QUALIFYING", "2025-03-09"), ("CLOSED_WON", "2025-04-01"));
        await DealAsync(null, ("PROSPECTING", "2025-02-26"), ("CLOSED_WON", "2025-03-01"));

        var rows = JsonDocument.Parse(await RowsAsync(March)).RootElement.EnumerateArray().Select(r => r.GetRawText()).ToList();

        await ReportCsvTests.ExpectRowsOfJsonAsync(Admin, $"/api/reports/{March}");
        Assert.That(rows, Has.Count.EqualTo(8));
        // 10 and 3 days: the ninth tenth lies nine tenths of the way from 3 to 10.
        Assert.That(rows[0], Is.EqualTo(
            """{"stage":"PROSPECTING","currency":"EUR","endedCount":2,"endedMeanDays":6.5,"endedMedianDays":6.5,"endedP90Days":9.3,"presentCount":0,"presentMeanDays":null,"presentMedianDays":null,"presentP90Days":null}"""));
        Assert.That(rows[2], Does.Contain("\"endedCount\":1,\"endedMeanDays\":4,"));
        Assert.That(rows[6], Is.EqualTo(
            """{"stage":"CLOSED_LOST","currency":"EUR","endedCount":1,"endedMeanDays":3,"endedMedianDays":3,"endedP90Days":3,"presentCount":null,"presentMeanDays":null,"presentMedianDays":null,"presentP90Days":null}"""));
        Assert.That(rows[1], Does.Contain("\"endedCount\":0,\"endedMeanDays\":null"), "It ended in April.");
    }

    [Test]
    public async Task What_is_open_or_on_hold_now_has_its_age_whatever_the_period()
    {
        var day = Clock.Now.AddDays(-10).UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await DealAsync(null, ("PROSPECTING", "2025-02-20"), ("ON_HOLD", day));

        var hold = JsonDocument.Parse(await RowsAsync(March)).RootElement[7];

        Assert.That((hold.GetProperty("stage").GetString(), hold.GetProperty("presentCount").GetInt64()), Is.EqualTo(("ON_HOLD", 1)));
        Assert.That(hold.GetProperty("presentP90Days").GetDouble(), Is.EqualTo((Clock.Now - SalesData.At($"{day}T12:00:00Z")).TotalDays).Within(0.01));
    }
}
