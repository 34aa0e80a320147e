namespace Crm.Api.Tests.Companies;

public sealed class TrashTests : ApiTest
{
    private async Task<Guid> NewAsync(object company) => (await Admin.PostAsync("/api/companies", company)).Is(201).Id;

    [Test]
    public async Task A_deleted_company_is_not_found_anywhere_and_is_restored_unchanged()
    {
        var id = await NewAsync(new { name = "Acme", notes = "n", tags = new[] { "t" } });
        var before = (await Admin.GetAsync($"/api/companies/{id}")).Is(200);

        var deleted = (await Admin.DeleteAsync($"/api/companies/{id}", before.ETag)).Is(204);
        Assert.That(deleted.Body, Is.Empty);
        (await Admin.GetAsync($"/api/companies/{id}")).IsProblem(404, "company_not_found");
        (await Admin.GetAsync($"/api/companies/{id}/tree")).IsProblem(404, "company_not_found");
        (await Admin.PatchAsync($"/api/companies/{id}", "{}")).IsProblem(404, "company_not_found");
        (await Admin.PutAsync($"/api/companies/{id}", """{"name":"B"}""")).IsProblem(404, "company_not_found");
        (await Admin.DeleteAsync($"/api/companies/{id}")).IsProblem(404, "company_not_found");
        var list = await Admin.GetAsync("/api/companies?count=exact&q=acme");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items.Count, Is.Zero);
            Assert.That(list["count"].GetInt64(), Is.Zero);
        }

        var restored = (await Admin.PostAsync($"/api/companies/{id}/restore")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(restored["notes"].GetString(), Is.EqualTo("n"));
            Assert.That(restored["tags"].GetRawText(), Is.EqualTo("[\"t\"]"));
            Assert.That(restored.Version, Is.EqualTo(3));
        }

        Assert.That((await Admin.GetAsync($"/api/companies/{id}")).Body, Is.EqualTo(restored.Body));
        Assert.That((await Admin.PostAsync($"/api/companies/{id}/restore")).Is(200).Version, Is.EqualTo(3));
    }

    [Test]
    public async Task A_company_with_open_deals_cannot_be_deleted_and_its_contacts_survive_its_deletion()
    {
        var id = await NewAsync(new { name = "Acme" });
        var contact = (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe", companyId = id })).Is(201).Id;
        var deal = (await Admin.PostAsync("/api/deals", new { title = "Big", companyId = id, stage = "ON_HOLD" })).Is(201).Id;

        var rejected = (await Admin.DeleteAsync($"/api/companies/{id}")).IsProblem(409, "company_has_open_deals");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejected["openDeals"].GetInt32(), Is.EqualTo(1));
            Assert.That(rejected.Detail, Is.EqualTo("The company has 1 open deal(s); close or move them first."));
        }

        (await Admin.PatchAsync($"/api/deals/{deal}/stage", new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        (await Admin.DeleteAsync($"/api/companies/{id}")).Is(204);
        (await Admin.GetAsync($"/api/contacts/{contact}")).Is(200);
    }

    [Test]
    public async Task A_parent_company_must_be_live_and_is_restored_first()
    {
        var parent = await NewAsync(new { name = "Parent" });
        var child = await NewAsync(new { name = "Child", parentCompanyId = parent });
        (await Admin.DeleteAsync($"/api/companies/{child}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{parent}")).Is(204);

        (await Admin.PostAsync("/api/companies", new { name = "New", parentCompanyId = parent })).IsProblem(
            404, "company_not_found", "parentCompanyId");
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe", companyId = parent })).IsProblem(
            404, "company_not_found", "companyId");
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = parent })).IsProblem(404, "company_not_found", "companyId");
        (await Admin.PostAsync($"/api/companies/{child}/restore")).IsProblem(409, "parent_company_in_trash");
        (await Admin.PostAsync($"/api/companies/{parent}/restore")).Is(200);
        (await Admin.PostAsync($"/api/companies/{child}/restore")).Is(200);
    }
}
