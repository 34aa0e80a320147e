namespace Crm.Api.Tests.Contacts;

public sealed class GetContactTests : ContactTest
{
    [Test]
    public async Task It_shows_the_names_of_company_and_owner()
    {
        var owner = await UserAsync(firstName: "Ada", lastName: "Byron");
        var id = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "Jo", lastName = "Doe", companyId = await CompanyAsync(), ownerId = owner.Id })).Is(201).Id;
        var fetched = (await Admin.GetAsync($"/api/contacts/{id}")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched["companyName"].GetString(), Is.EqualTo("Acme"));
            Assert.That(fetched["ownerName"].GetString(), Is.EqualTo("Ada Byron"));
            Assert.That(fetched.TaggedVersion, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_contact_outside_the_read_scope_is_not_found()
    {
        var user = await UserWithAsync(
            """{"contacts": {"create": "own", "read": "own", "update": "all", "delete": "all", "restore": "all"}}""");
        var mine = (await user.PostAsync("/api/contacts", new { firstName = "A", lastName = "B" })).Is(201);
        Assert.That(mine["ownerId"].GetGuid(), Is.EqualTo(user.Id));
        var theirs = $"/api/contacts/{(await ContactAsync()).Id}";

        (await user.GetAsync($"/api/contacts/{mine.Id}")).Is(200);
        (await user.GetAsync(theirs)).IsProblem(404, "contact_not_found");
        (await user.PatchAsync(theirs, "{}")).IsProblem(404, "contact_not_found");
        (await user.DeleteAsync(theirs)).IsProblem(404, "contact_not_found");
        (await user.PostAsync($"{theirs}/restore")).IsProblem(404, "contact_not_found");
        Assert.That((await user.GetAsync("/api/contacts?count=exact"))["count"].GetInt32(), Is.EqualTo(1));
        (await Anonymous.GetAsync(theirs)).IsProblem(401, "not_authenticated");
    }
}
