namespace Crm.Api.Tests.Roles;

public sealed class GetRoleTests : ApiTest
{
    [Test]
    public async Task It_takes_the_right_and_a_role_that_exists()
    {
        var id = await Db.ScalarAsync<Guid>("select id from roles limit 1");

        (await (await UserAsync()).GetAsync($"/api/roles/{id}")).IsProblem(403, "right_missing");
        // A role belongs to nobody: a scope below all reaches none.
        (await (await UserWithAsync("""{"roles": {"read": "own"}}""")).GetAsync($"/api/roles/{id}")).IsProblem(404, "role_not_found");
        (await Admin.GetAsync($"/api/roles/{Guid.CreateVersion7()}")).IsProblem(404, "role_not_found");
        (await Admin.GetAsync($"/api/roles/{id}")).Is(200);
    }
}
