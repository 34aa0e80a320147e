namespace Crm.Api.Tests.Timelines;

public sealed class ListCompanyTimelineTests : TimelineTest
{
    [Test]
    public async Task It_includes_activities_of_its_contacts_and_deals()
    {
        var company = await CompanyAsync();
        var (contact, stranger) = (await ContactAsync(company), await ContactAsync());
        var deal = await DealAsync(company);
        var own = await NoteAsync(new { content = "Own", companyId = company });
        var ofContact = await TaskAsync(new { title = "T", contactId = contact });
        await TaskAsync(new { title = "T", contactId = stranger });
        var ofDeal = await CommunicationAsync(new { type = "MEETING", dealId = deal });
        var ofAll = await NoteAsync(new { content = "All", companyId = company, contactId = contact, dealId = deal });

        var entries = await EntriesAsync($"companies/{company}/timeline");

        Assert.That(entries.Take(4),
            Is.EqualTo(new Entry[] { new("NOTE", ofAll), new("COMMUNICATION", ofDeal), new("TASK", ofContact), new("NOTE", own) }));
        Assert.That(entries.Skip(4).Select(e => e.Type), Is.EqualTo(new[] { "STAGE_CHANGE" }), "The deal's first stage.");
    }

    [Test]
    public async Task A_contact_that_changes_its_company_takes_its_history_along()
    {
        var (from, to) = (await CompanyAsync("From"), await CompanyAsync("To"));
        var contact = await ContactAsync(from);
        var task = await TaskAsync(new { title = "T", contactId = contact });
        var named = await NoteAsync(new { content = "C", contactId = contact, companyId = from });

        (await Admin.PatchAsync($"/api/contacts/{contact}", new { companyId = to })).Is(200);

        Assert.That(await EntriesAsync($"companies/{from}/timeline"), Is.EqualTo(new Entry[] { new("NOTE", named) }),
            "A note that names the company itself stays.");
        Assert.That(await EntriesAsync($"companies/{to}/timeline"), Is.EqualTo(new Entry[] { new("NOTE", named), new("TASK", task) }));
        (await Admin.PatchAsync($"/api/contacts/{contact}", new { companyId = (Guid?)null })).Is(200);
        Assert.That(await EntriesAsync($"companies/{to}/timeline"), Is.Empty);
    }

    [Test]
    public async Task A_deal_that_changes_its_company_takes_its_history_along()
    {
        var (from, to) = (await CompanyAsync("From"), await CompanyAsync("To"));
        var deal = await DealAsync(from);
        var task = await TaskAsync(new { title = "T", dealId = deal });
        (await Admin.PatchAsync($"/api/deals/{deal}", new { companyId = to })).Is(200);
        Assert.That(await EntriesAsync($"companies/{from}/timeline"), Is.Empty);
        var entries = await EntriesAsync($"companies/{to}/timeline");
        Assert.That(entries.Select(e => e.Type), Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
        Assert.That(entries[0].Id, Is.EqualTo(task));
    }

    [Test]
    public async Task Records_of_an_unreadable_deal_are_not_listed()
    {
        var company = await CompanyAsync();
        var user = await UserWithAsync("""{"companies": ["read"], "deals": {"read": "own"}, "tasks": ["read"]}""");
        var (mine, others) = (await DealAsync(company, user.Id), await DealAsync(company));
        var shown = await TaskAsync(new { title = "T", dealId = mine });
        await TaskAsync(new { title = "T", dealId = others });
        var entries = await EntriesAsync($"companies/{company}/timeline", user);
        Assert.That(entries.Select(e => e.Type), Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
        Assert.That(entries[0].Id, Is.EqualTo(shown));
    }

    [Test]
    public async Task The_lines_of_a_deleted_deal_are_not_found()
    {
        var company = await CompanyAsync();
        var deal = await DealAsync(company);
        await TaskAsync(new { title = "T", dealId = deal });
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        Assert.That(await EntriesAsync($"companies/{company}/timeline"), Is.Empty);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);
        Assert.That((await EntriesAsync($"companies/{company}/timeline")).Select(e => e.Type),
            Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
    }
}
