namespace Crm.Api.Tests.Contacts;

public sealed class RestoreContactTests : ContactTest
{
    [Test]
    public async Task A_contact_is_restored_unchanged()
    {
        var before = await ContactAsync("jo@x.example", await CompanyAsync());
        (await Admin.DeleteAsync($"/api/contacts/{before.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/contacts/{before.Id}/restore")).Is(200);

        foreach (var member in before.Json.EnumerateObject().Where(m => m.Name is not ("version" or "updatedAt" or "warnings")))
            Assert.That(restored[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
        Assert.That(restored.TaggedVersion, Is.EqualTo(3));
        Assert.That((await Admin.PostAsync($"/api/contacts/{before.Id}/restore")).Is(200).Body, Is.EqualTo(restored.Body),
            "A live record is not changed.");
        Assert.That((await Admin.GetAsync("/api/contacts?q=doe")).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_contact_whose_email_address_is_in_use_again_cannot_be_restored()
    {
        var first = await ContactAsync("jo@x.example");
        (await Admin.DeleteAsync($"/api/contacts/{first.Id}")).Is(204);
        var second = await ContactAsync("JO@x.example");

        (await Admin.PostAsync($"/api/contacts/{first.Id}/restore")).IsProblem(409, "contact_email_taken", "email");
        (await Admin.GetAsync($"/api/contacts/{first.Id}")).IsProblem(404, "contact_not_found");
        (await Admin.PatchAsync($"/api/contacts/{second.Id}", """{"email":null}""")).Is(200);
        (await Admin.PostAsync($"/api/contacts/{first.Id}/restore")).Is(200);
    }

    [Test]
    public async Task It_cannot_be_restored_before_its_company()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync(companyId: company);
        (await Admin.DeleteAsync($"/api/contacts/{contact.Id}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);

        (await Admin.PostAsync($"/api/contacts/{contact.Id}/restore")).IsProblem(409, "contact_company_in_trash");
        (await Admin.PostAsync($"/api/companies/{company}/restore")).Is(200);
        (await Admin.PostAsync($"/api/contacts/{contact.Id}/restore")).Is(200);
    }

    [Test]
    public async Task A_company_renamed_while_the_contact_was_in_the_trash_finds_it_under_its_new_name()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync(companyId: company);
        (await Admin.DeleteAsync($"/api/contacts/{contact.Id}")).Is(204);
        (await Admin.PatchAsync($"/api/companies/{company}", new { name = "Globex" })).Is(200);
        (await Admin.PostAsync($"/api/contacts/{contact.Id}/restore")).Is(200);
        foreach (var (q, found) in new[] { ("globex", 1), ("acme", 0) })
            Assert.That((await Admin.GetAsync($"/api/contacts?q={q}")).Items, Has.Count.EqualTo(found), q);
    }

    [Test]
    public async Task Restoring_requires_the_permission()
    {
        var contact = await ContactAsync();
        (await (await UserAsync()).PostAsync($"/api/contacts/{contact.Id}/restore")).IsProblem(403, "right_missing");
        (await Admin.PostAsync($"/api/contacts/{Guid.NewGuid()}/restore")).IsProblem(404, "contact_not_found");
    }
}
