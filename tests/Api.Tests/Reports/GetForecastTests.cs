namespace Crm.Api.Tests.Reports;

public sealed class GetForecastTests : ReportTest
{
    [Test]
    public async Task Booked_upcoming_overdue_and_undated_deals_are_separate()
    {
        Clock.Set(SalesData.At("2026-03-15T03:00:00Z"));
        await DealAsync(null, ("PROSPECTING", "2026-03-01"), ("CLOSED_WON", "2026-03-10"));
        await DealAsync(new { expectedCloseDate = "2026-03-31", probability = 25 }, ("PROSPECTING", "2026-03-01"));
        await DealAsync(new { expectedCloseDate = "2026-03-14", value = 20 }, ("PROSPECTING", "2026-03-01"));
        await DealAsync(new { value = 30 }, ("PROSPECTING", "2026-03-01"));
        await DealAsync(new { expectedCloseDate = "2026-03-31" }, ("ON_HOLD", "2026-03-01"));
        await DealAsync(new { expectedCloseDate = "2027-03-01" }, ("PROSPECTING", "2026-03-01"));

        Assert.That(await RowsAsync("forecast"), Is.EqualTo(
            """[{"kind":"MONTH","month":"2026-03","currency":"EUR","bookedCount":1,"bookedValue":100.00,"openCount":1""" +
            ""","weightedValue":25.00,"bestCaseValue":100.00},""" +
            """{"kind":"OVERDUE","month":null,"currency":"EUR","bookedCount":0,"bookedValue":0.00,"openCount":1""" +
            ""","weightedValue":2.00,"bestCaseValue":20.00},""" +
            """{"kind":"UNDATED","month":null,"currency":"EUR","bookedCount":0,"bookedValue":0.00,"openCount":1""" +
            ""","weightedValue":3.00,"bestCaseValue":30.00}]"""));
        // In Los Angeles, it is still the 14th, so nothing is overdue.
        var rows = JsonDocument.Parse(await RowsAsync("forecast?tz=America/Los_Angeles")).RootElement;
        Assert.That(rows.EnumerateArray().Select(r => r.GetProperty("kind").GetString()), Has.None.EqualTo("OVERDUE"));
    }

    [TestCase("", "2026-03-01", "2027-02-28")]
    [TestCase("?from=2026-07-15", "2026-07-15", "2027-06-30")]
    [TestCase("?to=2026-12-31", "2026-03-01", "2026-12-31")]
    [TestCase("?to=2026-01-31", "2026-01-01", "2026-01-31")]
    [TestCase("?from=9999-05-05", "9999-05-05", "9999-12-31")]
    public async Task The_period_is_twelve_months_unless_it_is_given(string query, string from, string to)
    {
        Clock.Set(SalesData.At("2026-03-15T03:00:00Z"));

        var filters = (await Admin.GetAsync($"/api/reports/forecast{query}")).Is(200)["filters"];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(filters.GetProperty("from").GetString(), Is.EqualTo(from));
            Assert.That(filters.GetProperty("to").GetString(), Is.EqualTo(to));
        }
    }
}
