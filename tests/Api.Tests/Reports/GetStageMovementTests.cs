namespace Crm.Api.Tests.Reports;

public sealed class GetStageMovementTests : ReportTest
{
    [Test]
    public async Task Transitions_count_with_the_current_value_and_creation_has_no_from_stage()
    {
        await DealAsync(new { value = 10.5m }, ("PROSPECTING", "2025-03-02"), ("PROPOSING", "2025-03-03"), ("PROSPECTING", "2025-03-04"),
            ("PROPOSING", "2025-03-05"));
        await DealAsync(new { currency = "USD" }, ("PROSPECTING", "2025-02-28"), ("CLOSED_WON", "2025-03-31"));
        var deleted = await DealAsync(null, ("PROSPECTING", "2025-03-02"));
        (await Admin.DeleteAsync($"/api/deals/{deleted}")).Is(204);

        Assert.That(await RowsAsync("stage-movement?from=2025-03-01&to=2025-03-31"), Is.EqualTo(
            """[{"fromStage":null,"toStage":"PROSPECTING","currency":"EUR","count":1,"value":10.50},""" +
            """{"fromStage":"PROSPECTING","toStage":"PROPOSING","currency":"EUR","count":2,"value":21.00},""" +
            """{"fromStage":"PROPOSING","toStage":"PROSPECTING","currency":"EUR","count":1,"value":10.50},""" +
            """{"fromStage":"PROSPECTING","toStage":"CLOSED_WON","currency":"USD","count":1,"value":100.00}]"""));
    }

    [Test]
    public async Task The_day_of_a_move_is_that_of_the_time_zone()
    {
        await DealAsync(null, ("PROSPECTING", "2025-03-31"));

        Assert.That(await RowsAsync("stage-movement?from=2025-04-01&to=2025-04-01&tz=UTC"), Is.EqualTo("[]"));
        Assert.That(await RowsAsync("stage-movement?from=2025-04-01&to=2025-04-01&tz=Pacific/Auckland"), Does.Contain("\"count\":1"));
    }
}
