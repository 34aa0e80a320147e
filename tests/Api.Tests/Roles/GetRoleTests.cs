namespace Crm.Api.Tests.Roles;

public sealed class GetRoleTests : ApiTest
{
    [Test]
    public async Task It_requires_the_permission_and_an_existing_role()
    {
        var id = await Db.ScalarAsync<Guid>("select id from roles limit 1");

        (await (await UserAsync()).GetAsync($"/api/roles/{id}")).IsProblem(403, "right_missing");
        // Roles have no owner: only the scope all covers them.
        (await (await UserWithAsync("""{"roles": {"read": "own"}}""")).GetAsync($"/api/roles/{id}")).IsProblem(404, "role_not_found");
        (await Admin.GetAsync($"/api/roles/{Guid.CreateVersion7()}")).IsProblem(404, "role_not_found");
        (await Admin.GetAsync($"/api/roles/{id}")).Is(200);
    }
}
