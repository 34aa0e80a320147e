namespace Crm.Api.Tests.Reports;

public sealed class GetStageConversionTests : ReportTest
{
    [Test]
    public async Task Each_deal_of_a_cohort_advanced_or_is_lost_or_open()
    {
        // Skipped two stages and was then lost: it still advanced.
        await DealAsync(null, ("PROSPECTING", "2025-03-02"), ("NEGOTIATING", "2025-03-03"), ("CLOSED_LOST", "2025-03-04"));
        await DealAsync(null, ("PROSPECTING", "2025-03-02"), ("CLOSED_LOST", "2025-04-04"));
        await DealAsync(null, ("PROSPECTING", "2025-03-02"), ("ON_HOLD", "2025-03-04"));
        // Won and reopened.
        await DealAsync(null, ("PROSPECTING", "2025-03-02"), ("CLOSED_WON", "2025-03-03"), ("PROSPECTING", "2025-03-04"));
        // Entered PROSPECTING in March for the second time.
        await DealAsync(null, ("PROSPECTING", "2025-02-02"), ("QUALIFYING", "2025-02-03"), ("PROSPECTING", "2025-03-04"));

        Assert.That(await RowsAsync("stage-conversion?from=2025-03-01&to=2025-03-31"), Is.EqualTo(
            """[{"stage":"PROSPECTING","currency":"EUR","enteredCount":4,"advancedCount":2,"lostCount":1,"openCount":1""" +
            ""","advancedRate":0.5,"lostRate":0.25,"openRate":0.25},""" +
            """{"stage":"QUALIFYING","currency":"EUR","enteredCount":0,"advancedCount":0,"lostCount":0,"openCount":0""" +
            ""","advancedRate":null,"lostRate":null,"openRate":null},""" +
            """{"stage":"PROPOSING","currency":"EUR","enteredCount":0,"advancedCount":0,"lostCount":0,"openCount":0""" +
            ""","advancedRate":null,"lostRate":null,"openRate":null},""" +
            """{"stage":"NEGOTIATING","currency":"EUR","enteredCount":1,"advancedCount":0,"lostCount":1,"openCount":0""" +
            ""","advancedRate":0,"lostRate":1,"openRate":0},""" +
            """{"stage":"FOLLOW_UP","currency":"EUR","enteredCount":0,"advancedCount":0,"lostCount":0,"openCount":0""" +
            ""","advancedRate":null,"lostRate":null,"openRate":null}]"""));
    }
}
