using Crm.Domain.Roles;

namespace Crm.Api.Tests.Roles;

public sealed class DeleteRoleTests : ApiTest
{
    [Test]
    public async Task A_role_in_use_cannot_be_deleted_and_the_error_has_the_number_of_its_users()
    {
        var user = await UserAsync();
        await UserAsync();
        var id = await Db.ScalarAsync<Guid>("select role_id from users where id = @id", new { id = user.Id });

        var rejected = (await Admin.DeleteAsync($"/api/roles/{id}")).IsProblem(409, "role_in_use");

        Assert.That(rejected["users"].GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_deleted_role_is_not_found_and_its_name_can_be_used()
    {
        var id = await Db.ScalarAsync<Guid>("select id from roles where name = @name", new { name = BuiltInRoles.Marketing });

        (await Admin.DeleteAsync($"/api/roles/{id}", ifMatch: "\"2\"")).IsProblem(412, "version_mismatch");
        (await Admin.DeleteAsync($"/api/roles/{id}")).Is(204);

        (await Admin.GetAsync($"/api/roles/{id}")).IsProblem(404, "role_not_found");
        (await Admin.DeleteAsync($"/api/roles/{id}")).IsProblem(404, "role_not_found");
        Assert.That((await Admin.GetAsync("/api/roles")).Is(200).Items, Has.Count.EqualTo(4));
        (await Admin.PatchAsync($"/api/users/{(await UserAsync()).Id}", new { roleId = id })).IsProblem(404, "role_not_found", "roleId");
        (await Admin.PostAsync("/api/roles", new { name = BuiltInRoles.Marketing, permissions = new { } })).Is(201);
    }

    [Test]
    public async Task Concurrent_assignment_and_deletion_of_a_role_never_both_succeed()
    {
        for (var round = 0; round < 10; round++)
        {
            var user = await UserAsync();
            var id = (await Admin.PostAsync("/api/roles", new { name = $"Role {round}", permissions = new { } })).Is(201).Id;

            var responses = await Task.WhenAll(
                Admin.DeleteAsync($"/api/roles/{id}"), Admin.PatchAsync($"/api/users/{user.Id}", new { roleId = id }));

            Assert.That(
                new { Deletion = responses[0].Status, Assignment = responses[1].Status },
                Is.AnyOf(new { Deletion = 204, Assignment = 404 }, new { Deletion = 409, Assignment = 200 }));
        }
    }
}
