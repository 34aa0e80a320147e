namespace Crm.Api.Tests.Roles;

public sealed class RestoreRoleTests : ApiTest
{
    [Test]
    public async Task A_role_is_restored_unchanged_unless_its_name_is_in_use()
    {
        var created = (await Admin.PostAsync("/api/roles", new { name = "Helper", permissions = new { deals = new[] { "read" } } })).Is(
            201);
        (await Admin.DeleteAsync($"/api/roles/{created.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/roles/{created.Id}/restore")).Is(200);

        Assert.That(restored["permissions"].GetRawText(), Is.EqualTo(created["permissions"].GetRawText()));
        Assert.That((await Admin.PostAsync($"/api/roles/{created.Id}/restore")).Is(200).Version, Is.EqualTo(restored.Version),
            "A live record is not changed.");
        (await Admin.DeleteAsync($"/api/roles/{created.Id}")).Is(204);
        (await Admin.PostAsync("/api/roles", new { name = "HELPER", permissions = new { } })).Is(201);
        (await Admin.PostAsync($"/api/roles/{created.Id}/restore")).IsProblem(409, "role_name_taken");
    }
}
