namespace Crm.Api.Tests.Timelines;

public sealed class ListDealTimelineTests : TimelineTest
{
    [Test]
    public async Task Moves_stand_between_what_was_done()
    {
        var deal = await DealAsync(await CompanyAsync());
        var task = await TaskAsync(new { title = "Demo", type = "DEMO", dealId = deal });
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "CLOSED_LOST", lossReason = "Price" })).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "NEGOTIATING", reason = "They came back" })).Is(200);

        var items = (await Admin.GetAsync($"/api/deals/{deal}/timeline")).Is(200).Items;

        Assert.That(items.Select(i => (i.GetProperty("type").GetString(), i.GetProperty("from").GetString(), i.GetProperty("to").GetString())), Is.EqualTo(new[]
        {
            ("STAGE_CHANGE", "CLOSED_LOST", "NEGOTIATING"), ("STAGE_CHANGE", "PROSPECTING", "CLOSED_LOST"), ("TASK", null, null), ("STAGE_CHANGE", (string?)null, "PROSPECTING"),
        }));
        Assert.That(items[0].GetProperty("reason").GetString(), Is.EqualTo("They came back"));
        Assert.That(items[0].GetProperty("userName").GetString(), Is.Not.Empty);
        Assert.That(items[2].GetProperty("id").GetGuid(), Is.EqualTo(task));
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/timeline")).IsProblem(404, "deal_not_found");
    }
}
