namespace Crm.Api.Tests.Timelines;

public sealed class ListLeadTimelineTests : TimelineTest
{
    [Test]
    public async Task Status_changes_and_lead_activities_appear_between_activities()
    {
        var lead = await LeadAsync();
        var note = await NoteAsync(new { content = "C", leadId = lead });
        Clock.Advance(TimeSpan.FromMinutes(1));
        var seen = (await Admin.PostAsync($"/api/leads/{lead}/activities", new { type = "PAGE_VIEW", description = "Prices" })).Is(201).Id;
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/leads/{lead}", new { status = "QUALIFIED" })).Is(200);

        var items = (await Admin.GetAsync($"/api/leads/{lead}/timeline")).Is(200).Items;

        Assert.That(items.Select(i => i.GetProperty("type").GetString()),
            Is.EqualTo(new[] { "STATUS_CHANGE", "LEAD_ACTIVITY", "NOTE", "STATUS_CHANGE" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(items[0].GetProperty("from").GetString(), Is.EqualTo("NEW"));
            Assert.That(items[0].GetProperty("to").GetString(), Is.EqualTo("QUALIFIED"));
            Assert.That(items[1].GetProperty("id").GetGuid(), Is.EqualTo(seen));
            Assert.That(items[1].GetProperty("kind").GetString(), Is.EqualTo("PAGE_VIEW"));
            Assert.That(items[1].GetProperty("text").GetString(), Is.EqualTo("Prices"));
        }

        Assert.That(items[2].GetProperty("id").GetGuid(), Is.EqualTo(note));
        Assert.That(await EntriesAsync($"leads/{lead}/timeline?types=LEAD_ACTIVITY,NOTE&limit=1"),
            Is.EqualTo(new Entry[] { new("LEAD_ACTIVITY", seen) }));
        (await Admin.GetAsync($"/api/leads/{Guid.NewGuid()}/timeline")).IsProblem(404, "lead_not_found");
    }

    [Test]
    public async Task A_lead_without_activities_has_only_its_first_status()
    {
        var lead = await LeadAsync();
        Assert.That((await EntriesAsync($"leads/{lead}/timeline")).Select(e => e.Type), Is.EqualTo(new[] { "STATUS_CHANGE" }));
        Assert.That(await EntriesAsync($"leads/{lead}/timeline?types=NOTE"), Is.Empty);
    }
}
