namespace Crm.Api.Tests.Reports;

public sealed class GetLossesTests : ReportTest
{
    [SetUp]
    public async Task Lose_two_deals()
    {
        await DealAsync(new { competitors = new[] { "Globex", "Initech" } }, ("PROPOSING", "2025-03-02"), ("ON_HOLD", "2025-03-03"),
            ("CLOSED_LOST", "2025-03-04"));
        await DealAsync(new { value = 5 }, ("ON_HOLD", "2025-03-02"), ("CLOSED_LOST", "2025-03-31"));
        await DealAsync(null, ("PROPOSING", "2025-03-02"), ("CLOSED_LOST", "2025-03-04"), ("PROPOSING", "2025-03-05"));
    }

    [TestCase("", """[{"group":"Price","currency":"EUR","lostCount":2,"lostValue":105.00}]""")]
    [TestCase("&groupBy=reason", """[{"group":"Price","currency":"EUR","lostCount":2,"lostValue":105.00}]""")]
    [TestCase("&groupBy=competitor",
        """[{"group":"Globex","currency":"EUR","lostCount":1,"lostValue":100.00},{"group":"Initech","currency":"EUR","lostCount":1""" +
        ""","lostValue":100.00},{"group":null,"currency":"EUR","lostCount":1,"lostValue":5.00}]""")]
    [TestCase("&groupBy=stage",
        """[{"group":"PROPOSING","currency":"EUR","lostCount":1,"lostValue":100.00},{"group":null,"currency":"EUR","lostCount":1""" +
        ""","lostValue":5.00}]""")]
    public async Task Lost_deals_are_counted_by_the_requested_grouping(string grouping, string rows) =>
        Assert.That(await RowsAsync($"losses?from=2025-03-01&to=2025-03-31{grouping}"), Is.EqualTo(rows));

    [Test]
    public async Task The_default_grouping_is_returned() =>
        Assert.That((await Admin.GetAsync("/api/reports/losses")).Is(200)["filters"].GetProperty("groupBy").GetString(),
            Is.EqualTo("reason"));
}
