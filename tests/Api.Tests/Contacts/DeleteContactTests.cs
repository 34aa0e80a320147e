namespace Crm.Api.Tests.Contacts;

public sealed class DeleteContactTests : ContactTest
{
    [Test]
    public async Task A_deleted_contact_is_not_found_anywhere()
    {
        var created = await ContactAsync("jo@x.example");
        var path = $"/api/contacts/{created.Id}";
        Assert.That((await Admin.DeleteAsync(path, created.ETag)).Is(204).Body, Is.Empty);

        (await Admin.GetAsync(path)).IsProblem(404, "contact_not_found");
        (await Admin.PatchAsync(path, "{}")).IsProblem(404, "contact_not_found");
        (await Admin.PutAsync(path, created.Body)).IsProblem(404, "contact_not_found");
        (await Admin.DeleteAsync(path)).IsProblem(404, "contact_not_found");
        var list = (await Admin.GetAsync("/api/contacts?count=exact&q=doe")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items.Count, Is.Zero);
            Assert.That(list["count"].GetInt32(), Is.Zero);
        }
    }

    [Test]
    public async Task A_contact_with_open_or_on_hold_deals_cannot_be_deleted_and_the_error_has_their_number()
    {
        var contact = (await ContactAsync()).Id;
        var (open, held, won) = (await DealAsync(contact, "PROPOSING"), await DealAsync(contact, "ON_HOLD"), await DealAsync(contact));
        (await Admin.PatchAsync($"/api/deals/{won}/stage", new { stage = "CLOSED_WON" })).Is(200);

        var rejected = (await Admin.DeleteAsync($"/api/contacts/{contact}")).IsProblem(409, "contact_has_open_deals");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected["openDeals"].GetInt32(), Is.EqualTo(2));
            Assert.That(rejected.Detail, Is.EqualTo("The contact is the primary contact of 2 open deal(s); close or change them first."));
        }

        (await Admin.PatchAsync($"/api/deals/{open}/stage", new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        Assert.That((await Admin.DeleteAsync($"/api/contacts/{contact}")).IsProblem(409, "contact_has_open_deals")["openDeals"].GetInt32(),
            Is.EqualTo(1));
        (await Admin.PatchAsync($"/api/deals/{held}", """{"primaryContactId":null}""")).Is(200);
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        Assert.That((await Admin.GetAsync($"/api/deals/{won}")).Is(200)["primaryContactId"].GetGuid(), Is.EqualTo(contact));
    }

    [Test]
    public async Task A_deal_and_the_deletion_of_its_contact_at_once_never_both_succeed()
    {
        var company = await CompanyAsync();
        for (var round = 0; round < 8; round++)
        {
            var contact = (await ContactAsync()).Id;
            var deal = Admin.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = contact });
            var deletion = Admin.DeleteAsync($"/api/contacts/{contact}");
            await Task.WhenAll(deal, deletion);
            if ((await deletion).Status == 204)
                (await deal).IsProblem(404, "contact_not_found", "primaryContactId");
            else
                (await deletion).IsProblem(409, "contact_has_open_deals");
        }

        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from deals d join contacts c on c.id = d.primary_contact_id where c.deleted_at is not null"), Is.Zero);
    }

    [Test]
    public async Task Deleting_requires_the_permission_and_the_current_version()
    {
        var created = await ContactAsync();
        (await (await UserAsync()).DeleteAsync($"/api/contacts/{created.Id}")).IsProblem(403, "right_missing");
        (await Admin.DeleteAsync($"/api/contacts/{created.Id}", "\"9\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync($"/api/contacts/{Guid.NewGuid()}")).IsProblem(404, "contact_not_found");
    }
}
