namespace Crm.Api.Tests.Timelines;

public sealed class ListLeadTimelineTests : TimelineTest
{
    [Test]
    public async Task Statuses_and_activities_stand_between_what_was_done()
    {
        var lead = await LeadAsync();
        var note = await NoteAsync(new { content = "C", leadId = lead });
        Clock.Advance(TimeSpan.FromMinutes(1));
        var seen = (await Admin.PostAsync($"/api/leads/{lead}/activities", new { type = "PAGE_VIEW", description = "Prices" })).Is(201).Id;
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/leads/{lead}", new { status = "QUALIFIED" })).Is(200);

        var items = (await Admin.GetAsync($"/api/leads/{lead}/timeline")).Is(200).Items;

        Assert.That(items.Select(i => i.GetProperty("type").GetString()), Is.EqualTo(new[] { "STATUS_CHANGE", "LEAD_ACTIVITY", "NOTE", "STATUS_CHANGE" }));
        Assert.That((items[0].GetProperty("from").GetString(), items[0].GetProperty("to").GetString()), Is.EqualTo(("NEW", "QUALIFIED")));
        Assert.That((items[1].GetProperty("id").GetGuid(), items[1].GetProperty("kind").GetString(), items[1].GetProperty("text").GetString()), Is.EqualTo((seen, "PAGE_VIEW", "Prices")));
        Assert.That(items[2].GetProperty("id").GetGuid(), Is.EqualTo(note));
        Assert.That(await LinesAsync($"leads/{lead}/timeline?types=LEAD_ACTIVITY,NOTE&limit=1"), Is.EqualTo(new[] { ("LEAD_ACTIVITY", seen) }));
        (await Admin.GetAsync($"/api/leads/{Guid.NewGuid()}/timeline")).IsProblem(404, "lead_not_found");
    }

    [Test]
    public async Task A_lead_of_which_nothing_is_known_has_its_first_status_alone()
    {
        var lead = await LeadAsync();
        Assert.That((await LinesAsync($"leads/{lead}/timeline")).Select(l => l.Type), Is.EqualTo(new[] { "STATUS_CHANGE" }));
        Assert.That(await LinesAsync($"leads/{lead}/timeline?types=NOTE"), Is.Empty);
    }
}
