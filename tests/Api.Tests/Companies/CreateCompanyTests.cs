namespace Crm.Api.Tests.Companies;

public sealed class CreateCompanyTests : ApiTest
{
    [Test]
    public async Task A_company_is_made_and_answered_as_get_shows_it()
    {
        var made = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201);

        Assert.That(made.Header("Location"), Is.EqualTo($"/api/companies/{made.Id}"));
        Assert.That(made.ETag, Is.EqualTo("\"1\""));
        var got = (await Admin.GetAsync($"/api/companies/{made.Id}")).Is(200);
        Assert.That(got.Body, Is.EqualTo(made.Body));
        Assert.That(got.ETag, Is.EqualTo(made.ETag));
    }

    [Test]
    public async Task Who_may_create_only_own_records_owns_what_they_create()
    {
        var user = await UserWithAsync("""{"companies": {"create": "own", "read": "all"}}""");

        var made = (await user.PostAsync("/api/companies", new { name = "Acme" })).Is(201);

        Assert.That(made["ownerId"].GetGuid(), Is.EqualTo(user.Id));
    }
}
