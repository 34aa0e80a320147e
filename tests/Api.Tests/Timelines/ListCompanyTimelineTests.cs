namespace Crm.Api.Tests.Timelines;

public sealed class ListCompanyTimelineTests : TimelineTest
{
    [Test]
    public async Task It_takes_in_what_happened_with_its_contacts_and_its_deals()
    {
        var company = await CompanyAsync();
        var (contact, stranger) = (await ContactAsync(company), await ContactAsync());
        var deal = await DealAsync(company);
        var own = await NoteAsync(new { content = "Own", companyId = company });
        var ofContact = await TaskAsync(new { title = "T", contactId = contact });
        await TaskAsync(new { title = "T", contactId = stranger });
        var ofDeal = await CommunicationAsync(new { type = "MEETING", dealId = deal });
        var ofAll = await NoteAsync(new { content = "All", companyId = company, contactId = contact, dealId = deal });

        var lines = await LinesAsync($"companies/{company}/timeline");

        Assert.That(lines.Take(4), Is.EqualTo(new[] { ("NOTE", ofAll), ("COMMUNICATION", ofDeal), ("TASK", ofContact), ("NOTE", own) }));
        Assert.That(lines.Skip(4).Select(l => l.Type), Is.EqualTo(new[] { "STAGE_CHANGE" }), "the deal's first stage");
    }

    [Test]
    public async Task A_contact_that_changes_its_company_takes_its_history_along()
    {
        var (from, to) = (await CompanyAsync("From"), await CompanyAsync("To"));
        var contact = await ContactAsync(from);
        var task = await TaskAsync(new { title = "T", contactId = contact });
        var named = await NoteAsync(new { content = "C", contactId = contact, companyId = from });

        (await Admin.PatchAsync($"/api/contacts/{contact}", new { companyId = to })).Is(200);

        Assert.That(await LinesAsync($"companies/{from}/timeline"), Is.EqualTo(new[] { ("NOTE", named) }), "what names the company by itself stays");
        Assert.That(await LinesAsync($"companies/{to}/timeline"), Is.EqualTo(new[] { ("NOTE", named), ("TASK", task) }));
        (await Admin.PatchAsync($"/api/contacts/{contact}", new { companyId = (Guid?)null })).Is(200);
        Assert.That(await LinesAsync($"companies/{to}/timeline"), Is.Empty);
    }

    [Test]
    public async Task A_deal_that_changes_its_company_takes_its_history_along()
    {
        var (from, to) = (await CompanyAsync("From"), await CompanyAsync("To"));
        var deal = await DealAsync(from);
        var task = await TaskAsync(new { title = "T", dealId = deal });
        (await Admin.PatchAsync($"/api/deals/{deal}", new { companyId = to })).Is(200);
        Assert.That(await LinesAsync($"companies/{from}/timeline"), Is.Empty);
        var lines = await LinesAsync($"companies/{to}/timeline");
        Assert.That(lines.Select(l => l.Type), Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
        Assert.That(lines[0].Id, Is.EqualTo(task));
    }

    [Test]
    public async Task What_belongs_to_a_deal_out_of_sight_is_not_shown()
    {
        var company = await CompanyAsync();
        var user = await UserWithAsync("""{"companies": ["read"], "deals": {"read": "own"}, "tasks": ["read"]}""");
        var (mine, others) = (await DealAsync(company, user.Id), await DealAsync(company));
        var shown = await TaskAsync(new { title = "T", dealId = mine });
        await TaskAsync(new { title = "T", dealId = others });
        var lines = await LinesAsync($"companies/{company}/timeline", user);
        Assert.That(lines.Select(l => l.Type), Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
        Assert.That(lines[0].Id, Is.EqualTo(shown));
    }

    [Test]
    public async Task A_deal_in_the_trash_takes_its_lines_with_it()
    {
        var company = await CompanyAsync();
        var deal = await DealAsync(company);
        await TaskAsync(new { title = "T", dealId = deal });
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        Assert.That(await LinesAsync($"companies/{company}/timeline"), Is.Empty);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);
        Assert.That((await LinesAsync($"companies/{company}/timeline")).Select(l => l.Type), Is.EqualTo(new[] { "TASK", "STAGE_CHANGE" }));
    }
}
