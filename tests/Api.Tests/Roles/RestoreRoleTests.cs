namespace Crm.Api.Tests.Roles;

public sealed class RestoreRoleTests : ApiTest
{
    [Test]
    public async Task A_role_comes_back_as_it_was_unless_its_name_was_taken()
    {
        var made = (await Admin.PostAsync("/api/roles", new { name = "Helper", permissions = new { deals = new[] { "read" } } })).Is(201);
        (await Admin.DeleteAsync($"/api/roles/{made.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/roles/{made.Id}/restore")).Is(200);

        Assert.That(restored["permissions"].GetRawText(), Is.EqualTo(made["permissions"].GetRawText()));
        Assert.That((await Admin.PostAsync($"/api/roles/{made.Id}/restore")).Is(200).Version, Is.EqualTo(restored.Version), "live already: unchanged");
        (await Admin.DeleteAsync($"/api/roles/{made.Id}")).Is(204);
        (await Admin.PostAsync("/api/roles", new { name = "HELPER", permissions = new { } })).Is(201);
        (await Admin.PostAsync($"/api/roles/{made.Id}/restore")).IsProblem(409, "role_name_taken");
    }
}
