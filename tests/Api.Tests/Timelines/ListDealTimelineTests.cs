namespace Crm.Api.Tests.Timelines;

public sealed class ListDealTimelineTests : TimelineTest
{
    [Test]
    public async Task Transitions_appear_between_activities()
    {
        var deal = await DealAsync(await CompanyAsync());
        var task = await TaskAsync(new { title = "Demo", type = "DEMO", dealId = deal });
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "CLOSED_LOST", lossReason = "Price" })).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "NEGOTIATING", reason = "They came back" })).Is(200);

        var items = (await Admin.GetAsync($"/api/deals/{deal}/timeline")).Is(200).Items;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(items.Select(i => i.GetProperty("type").GetString()),
                Is.EqualTo(new[] { "STAGE_CHANGE", "STAGE_CHANGE", "TASK", "STAGE_CHANGE" }));
            Assert.That(items.Select(i => i.GetProperty("from").GetString()),
                Is.EqualTo(new[] { "CLOSED_LOST", "PROSPECTING", null, null }));
            Assert.That(items.Select(i => i.GetProperty("to").GetString()),
                Is.EqualTo(new[] { "NEGOTIATING", "CLOSED_LOST", null, "PROSPECTING" }));
        }

        Assert.That(items[0].GetProperty("reason").GetString(), Is.EqualTo("They came back"));
        Assert.That(items[0].GetProperty("userName").GetString(), Is.Not.Empty);
        Assert.That(items[2].GetProperty("id").GetGuid(), Is.EqualTo(task));
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/timeline")).IsProblem(404, "deal_not_found");
    }
}
