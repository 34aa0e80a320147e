using Crm.Domain.Roles;

namespace Crm.Api.Tests.Roles;

public sealed class UpdateRoleTests : ApiTest
{
    [Test]
    public async Task Patch_merges_permissions()
    {
        var id = await CreateAsync("""{"deals": {"read": "group", "update": "own"}, "contacts": ["read"], "notes": ["read"]}""");

        var patched = (await Admin.PatchAsync(
            $"/api/roles/{id}", """{"permissions": {"deals": {"update": "all", "delete": "own"}, "contacts": {"read": "own"}""" +
            """, "notes": null}}""")).Is(200);

        IsPermissions(patched, """{"deals": {"read": "group", "update": "all", "delete": "own"}, "contacts": {"read": "own"}}""");
        Assert.That(patched["name"].GetString(), Is.EqualTo("Helper"));
        Assert.That(patched.Version, Is.EqualTo(2));
        (await Admin.PatchAsync($"/api/roles/{id}", """{"permissions": null}""")).IsProblem(400, "invalid_permissions", "permissions");
        (await Admin.PatchAsync($"/api/roles/{id}", """{"permissions": {"deals": {"fly": "all"}}}""")).IsProblem(
            400, "invalid_permissions", "permissions");
    }

    [Test]
    public async Task Put_replaces_all_of_it()
    {
        var id = await CreateAsync("""{"deals": ["read"]}""");

        var put = (await Admin.PutAsync($"/api/roles/{id}", """{"name": "Other", "permissions": {"contacts": ["read"]}}""")).Is(200);

        IsPermissions(put, """{"contacts": ["read"]}""");
        Assert.That(put["description"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        (await Admin.PutAsync($"/api/roles/{id}", """{"name": "Other"}""")).IsProblem(400, "invalid_permissions", "permissions");
    }

    [Test]
    public async Task A_response_can_be_sent_back_and_changes_nothing()
    {
        foreach (var role in (await Admin.GetAsync("/api/roles")).Is(200).Items)
        {
            var fetched = (await Admin.GetAsync($"/api/roles/{role.GetProperty("id")}")).Is(200);

            var put = (await Admin.PutAsync($"/api/roles/{fetched.Id}", fetched.Body, ifMatch: fetched.ETag)).Is(200);

            Assert.That(put.Body, Is.EqualTo(fetched.Body));
        }
    }

    [Test]
    public async Task If_match_and_unique_names_are_checked()
    {
        var id = await CreateAsync("{}");

        (await Admin.PatchAsync($"/api/roles/{id}", """{"description": "x"}""", ifMatch: "\"2\"")).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/roles/{id}", """{"name": "MARKETING"}""")).IsProblem(409, "role_name_taken", "name");
        (await Admin.PatchAsync($"/api/roles/{id}", """{"colour": "red"}""")).IsProblem(400, "unknown_member", "colour");
        (await Admin.PatchAsync($"/api/roles/{Guid.CreateVersion7()}", "{}")).IsProblem(404, "role_not_found");
    }

    [Test]
    public async Task A_change_applies_from_the_next_request_and_is_audited_as_a_permission_change()
    {
        var user = await UserAsync(BuiltInRoles.Marketing);
        var id = await Db.ScalarAsync<Guid>("select role_id from users where id = @id", new { id = user.Id });
        (await user.PostAsync("/api/companies", new { name = "Acme" })).IsProblem(403, "right_missing");

        (await Admin.PatchAsync($"/api/roles/{id}", """{"permissions": {"companies": {"create": "all"}}}""")).Is(200);
        (await user.PostAsync("/api/companies", new { name = "Acme" })).Is(201);
        (await Admin.PatchAsync($"/api/roles/{id}", """{"isActive": false}""")).Is(200);

        (await user.PostAsync("/api/companies", new { name = "Acme 2" })).IsProblem(403, "right_missing");
        Assert.That(
            await Db.QueryAsync<string>("select action from audit_logs where entity_type = 'Role' order by seq"),
            Is.EqualTo(new[] { "RIGHTS_CHANGE", "RIGHTS_CHANGE" }));
    }

    [Test]
    public async Task An_updated_role_cannot_exceed_the_callers_permissions()
    {
        var clerk = await UserWithAsync("""{"roles": ["read", "update"], "deals": {"read": "group"}}""");
        var own = await Db.ScalarAsync<Guid>("select role_id from users where id = @id", new { id = clerk.Id });
        var id = await CreateAsync("""{"contacts": ["delete"], "deals": {"read": "own"}}""");

        (await clerk.PatchAsync($"/api/roles/{own}", """{"permissions": {"users": ["update"]}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await clerk.PatchAsync($"/api/roles/{id}", """{"permissions": {"deals": {"read": "all"}}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await clerk.PatchAsync($"/api/roles/{id}", """{"permissions": {"deals": {"read": "group"}}}""")).Is(200);
        // Existing permissions of the role may be kept or removed.
        (await clerk.PatchAsync($"/api/roles/{id}", """{"name": "Renamed"}""")).Is(200);
        (await clerk.PatchAsync($"/api/roles/{id}", """{"permissions": {"contacts": null}}""")).Is(200);
        (await clerk.PatchAsync($"/api/roles/{id}", """{"permissions": {"contacts": ["delete"]}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
    }

    [Test]
    public async Task Reactivating_a_role_restores_its_permissions()
    {
        var clerk = await UserWithAsync("""{"roles": ["read", "update"]}""");
        var id = await CreateAsync("""{"contacts": ["delete"]}""");
        (await Admin.PatchAsync($"/api/roles/{id}", """{"isActive": false}""")).Is(200);

        (await clerk.PatchAsync($"/api/roles/{id}", """{"isActive": true}""")).IsProblem(403, "exceeds_own_rights", "permissions");
    }

    [TestCase("""{"isActive": false}""")]
    [TestCase("""{"permissions": {"users": {"update": "own"}}}""")]
    [TestCase("""{"permissions": {"roles": null}}""")]
    [TestCase("""{"permissions": {"deals": {"readPrivate": "group"}}}""")]
    [TestCase("""{"name": "Boss"}""")]
    public async Task The_administrator_role_is_fixed(string patch)
    {
        var id = await Db.ScalarAsync<Guid>("select id from roles where name = @name", new { name = BuiltInRoles.Administrator });
        await UserAsync(BuiltInRoles.Administrator);
        await UserWithAsync(Permissions.EverythingJson);

        (await Admin.PatchAsync($"/api/roles/{id}", patch)).IsProblem(409, "role_fixed");
        (await Admin.PutAsync($"/api/roles/{id}", """{"name": "Administrator", "permissions": {}}""")).IsProblem(409, "role_fixed");
        (await Admin.DeleteAsync($"/api/roles/{id}")).IsProblem(409, "role_fixed");
        (await Admin.PatchAsync($"/api/roles/{id}", """{"description": "Runs it."}""")).Is(200);
    }

    [TestCase("""{"isActive": false}""")]
    [TestCase("""{"permissions": {"users": {"update": "own"}}}""")]
    [TestCase("""{"permissions": {"settings": null}}""")]
    public async Task The_role_of_the_last_user_with_every_permission_cannot_be_weakened(string patch)
    {
        var owner = await UserWithAsync(Permissions.EverythingJson);
        var id = await Db.ScalarAsync<Guid>("select role_id from users where id = @Id", new { owner.Id });
        (await owner.PatchAsync($"/api/users/{Admin.Id}", """{"isActive": false}""")).Is(200);

        (await owner.PatchAsync($"/api/roles/{id}", patch)).IsProblem(409, "last_administrator");
        await UserWithAsync("""{"users": ["update"], "roles": ["update"]}""");
        (await owner.PatchAsync($"/api/roles/{id}", patch)).IsProblem(409, "last_administrator");
        (await owner.PatchAsync($"/api/users/{Admin.Id}", """{"isActive": true}""")).Is(200);
        (await owner.PatchAsync($"/api/roles/{id}", patch)).Is(200);
    }

    [Test]
    public async Task Permissions_of_users_who_have_more_than_the_caller_cannot_be_taken()
    {
        var clerk = await UserWithAsync("""{"roles": ["read", "update"], "contacts": ["read"]}""");
        var user = await UserWithAsync("""{"contacts": ["read", "delete"]}""");
        var id = await Db.ScalarAsync<Guid>("select role_id from users where id = @Id", new { user.Id });

        string[] patches =
            ["""{"isActive": false}""", """{"permissions": {"contacts": null}}""", """{"permissions": {"contacts": ["delete"]}}"""];
        foreach (var patch in patches)
            (await clerk.PatchAsync($"/api/roles/{id}", patch)).IsProblem(403, "exceeds_own_rights", "permissions");
        (await clerk.PutAsync($"/api/roles/{id}", """{"name": "R", "permissions": {}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await clerk.PatchAsync($"/api/roles/{id}", """{"name": "Renamed"}""")).Is(200);
    }

    [Test]
    public async Task Of_two_administrator_roles_weakened_concurrently_one_is_kept()
    {
        for (var round = 0; round < 5; round++)
        {
            await Start_from_nothing();
            var clients = new[] { await UserWithAsync(Permissions.EverythingJson), await UserWithAsync(Permissions.EverythingJson) };
            await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { Admin.Id });
            var roles = await Db.QueryAsync<Guid>("select role_id from users where is_active");

            var responses = await Task.WhenAll(roles.Select((role, i) =>
                clients[i].PatchAsync($"/api/roles/{role}", """{"permissions": {"roles": {"update": "own"}}}""")));

            Assert.That(responses.Count(a => a.Status == 200), Is.EqualTo(1), string.Join('\n', responses.Select(a => a.ToString())));
            responses.Single(a => a.Status != 200).IsProblem(409, "last_administrator");
        }
    }

    private async Task<Guid> CreateAsync(string permissions) =>
        (await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "description": "Helps.", "permissions": {{permissions}} }""")).Is(
            201).Id;

    private static void IsPermissions(ApiResponse response, string expected) =>
        Assert.That(JsonElement.DeepEquals(response["permissions"], JsonElement.Parse(expected)), Is.True, response.Body);
}
