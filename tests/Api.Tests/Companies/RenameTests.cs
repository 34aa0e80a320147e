namespace Crm.Api.Tests.Companies;

public sealed class RenameTests : ApiTest
{
    [Test]
    public async Task Contacts_and_deals_are_found_by_their_companys_new_name()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "Öld & Cö." })).Is(201).Id;
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Öld", companyId = id })).Is(201);
        (await Admin.PostAsync("/api/deals", new { title = "Öld Rollout", companyId = id })).Is(201);
        foreach (var path in new[] { "contacts", "deals" })
            Assert.That((await Admin.GetAsync($"/api/{path}?q=co.")).Items, Has.Count.EqualTo(1), path);

        (await Admin.PatchAsync($"/api/companies/{id}", new { name = "Brand-New 100% Ltd" })).Is(200);

        foreach (var path in new[] { "contacts", "deals" })
        {
            foreach (var found in new[] { "brand", "new ltd", "100%25", "old brand", "lt" })
                Assert.That((await Admin.GetAsync($"/api/{path}?q={found}")).Items, Has.Count.EqualTo(1), $"{path} by {found}");
            Assert.That((await Admin.GetAsync($"/api/{path}?q=co")).Items, Is.Empty, path);
        }

        Assert.That((await Admin.GetAsync("/api/contacts?q=brand")).Items[0].GetProperty("companyName").GetString(),
            Is.EqualTo("Brand-New 100% Ltd"));
    }
}
