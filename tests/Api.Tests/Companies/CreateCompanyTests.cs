namespace Crm.Api.Tests.Companies;

public sealed class CreateCompanyTests : ApiTest
{
    [Test]
    public async Task Creating_a_company_returns_it_as_get_does()
    {
        var created = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201);

        Assert.That(created.Header("Location"), Is.EqualTo($"/api/companies/{created.Id}"));
        Assert.That(created.TaggedVersion, Is.EqualTo(1));
        var fetched = (await Admin.GetAsync($"/api/companies/{created.Id}")).Is(200);
        Assert.That(fetched.Body, Is.EqualTo(created.Body));
        Assert.That(fetched.ETag, Is.EqualTo(created.ETag));
    }

    [Test]
    public async Task A_caller_with_create_scope_own_owns_the_created_records()
    {
        var user = await UserWithAsync("""{"companies": {"create": "own", "read": "all"}}""");

        var created = (await user.PostAsync("/api/companies", new { name = "Acme" })).Is(201);

        Assert.That(created["ownerId"].GetGuid(), Is.EqualTo(user.Id));
    }
}
