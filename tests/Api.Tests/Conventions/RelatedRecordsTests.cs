namespace Crm.Api.Tests.Conventions;

/// <summary>The rules between a record and the records it belongs to.</summary>
public sealed class RelatedRecordsTests : ApiTest
{
    private async Task<Guid> NewAsync(string collection, object record) => (await Admin.PostAsync($"/api/{collection}", record)).Is(201).Id;

    private async Task TrashAsync(string collection, Guid id) => (await Admin.DeleteAsync($"/api/{collection}/{id}")).Is(204);

    [Test]
    public async Task The_error_for_an_unknown_record_names_its_kind()
    {
        (await Admin.GetAsync($"/api/contacts/{Guid.NewGuid()}")).IsProblem(404, "contact_not_found");
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}")).IsProblem(404, "deal_not_found");
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/history")).IsProblem(404, "deal_not_found");
    }

    [Test]
    public async Task An_email_address_is_one_live_contacts_whatever_its_case()
    {
        var first = await NewAsync("contacts", new { firstName = "Jo", lastName = "Doe", email = "jo@x.example" });
        (await Admin.PostAsync("/api/contacts", new { firstName = "Al", lastName = "Roe", email = "JO@X.example" })).IsProblem(
            409, "contact_email_taken", "email");
        await TrashAsync("contacts", first);
        var second = await NewAsync("contacts", new { firstName = "Al", lastName = "Roe", email = "JO@X.example" });
        (await Admin.PostAsync($"/api/contacts/{first}/restore")).IsProblem(409, "contact_email_taken", "email");
        await TrashAsync("contacts", second);
        (await Admin.PostAsync($"/api/contacts/{first}/restore")).Is(200);
    }

    [Test]
    public async Task Nothing_is_restored_before_its_parent()
    {
        var company = await NewAsync("companies", new { name = "Acme" });
        var contact = await NewAsync("contacts", new { firstName = "Jo", lastName = "Doe", companyId = company });
        var deal = await NewAsync("deals", new { title = "Big", companyId = company, primaryContactId = contact });
        await TrashAsync("deals", deal);
        await TrashAsync("contacts", contact);
        await TrashAsync("companies", company);

        (await Admin.PostAsync($"/api/contacts/{contact}/restore")).IsProblem(409, "contact_company_in_trash");
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).IsProblem(409, "deal_contact_in_trash");
        (await Admin.PostAsync($"/api/companies/{company}/restore")).Is(200);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).IsProblem(409, "deal_contact_in_trash");
        (await Admin.PostAsync($"/api/contacts/{contact}/restore")).Is(200);
        await TrashAsync("companies", company);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).IsProblem(409, "deal_company_in_trash");
        (await Admin.PostAsync($"/api/companies/{company}/restore")).Is(200);
        (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);
    }
}
