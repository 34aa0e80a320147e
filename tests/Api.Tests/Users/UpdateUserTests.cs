using Crm.Domain.Roles;
using Crm.Infrastructure.Security;

namespace Crm.Api.Tests.Users;

public sealed class UpdateUserTests : UserTest
{
    [Test]
    public async Task Patch_changes_given_fields_and_clears_null_fields()
    {
        var created = await CreateAsync();

        var changed = (await Admin.PatchAsync($"/api/users/{created.Id}", """{"jobTitle": "Closer", "lastName": "Smith"}""")).Is(200);
        Assert.That(changed["jobTitle"].GetString(), Is.EqualTo("Closer"));
        Assert.That(changed["fullName"].GetString(), Is.EqualTo("Jo Smith"));
        Assert.That(changed.Version, Is.EqualTo(2));
        var cleared = (await Admin.PatchAsync($"/api/users/{created.Id}", """{"jobTitle": null}""")).Is(200);
        Assert.That(cleared["jobTitle"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Admin.GetAsync("/api/users?q=smith")).Is(200).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Put_replaces_every_field_and_absent_ones_get_their_defaults()
    {
        var created = await CreateAsync();
        (await Admin.PatchAsync(
            $"/api/users/{created.Id}", """{"jobTitle": "Closer", "timezone": "Europe/Berlin", "locale": "de-DE"}""")).Is(200);

        var put = (await Admin.PutAsync($"/api/users/{created.Id}", Fields(await RoleIdAsync(BuiltInRoles.SalesRep)))).Is(200);

        Assert.That(put["jobTitle"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(put["timezone"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        (await LoginAsync("jo", Password)).Is(200);
    }

    [Test]
    public async Task A_response_can_be_sent_back_and_changes_nothing()
    {
        var created = await CreateAsync();

        var put = (await Admin.PutAsync($"/api/users/{created.Id}", created.Body)).Is(200);

        Assert.That(put.Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task Read_only_members_cannot_be_changed()
    {
        var created = await CreateAsync();

        foreach (var ignored in new[] { """{"roleName": "King"}""", """{"lastLoginAt": "2026-01-01T00:00:00Z"}""" })
            Assert.That((await Admin.PatchAsync($"/api/users/{created.Id}", ignored)).Is(200).Body, Is.EqualTo(created.Body));
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"roleName": "\ud800"}""")).IsProblem(400, "invalid_member", "roleName");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"password": "Battery-Staple-8"}""")).IsProblem(
            400, "unknown_member", "password");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"passwordHash": "x"}""")).IsProblem(400, "unknown_member", "passwordHash");
    }

    [Test]
    public async Task If_match_is_the_version_of_the_deal()
    {
        var created = await CreateAsync();

        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"jobTitle": "A"}""", ifMatch: "\"1\"")).Is(200);
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"jobTitle": "B"}""", ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"jobTitle": "C"}""", ifMatch: "*")).Is(200);
    }

    [Test]
    public async Task An_email_address_or_username_in_use_is_rejected()
    {
        var created = await CreateAsync();

        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"email": "Admin@Example.com"}""")).IsProblem(
            409, "user_email_taken", "email");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"username": "ADMIN"}""")).IsProblem(409, "username_taken", "username");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"username": "JO"}""")).Is(200);
    }

    [Test]
    public async Task A_deactivated_user_loses_access_at_once()
    {
        var created = await CreateAsync();
        var tokens = (await LoginAsync("jo", Password)).Is(200);
        var jo = new ApiClient(Host, created.Id);
        (await jo.GetAsync("/api/companies")).Is(200);

        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"isActive": false}""")).Is(200);

        (await jo.GetAsync("/api/companies")).IsProblem(401, "not_authenticated");
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
        (await Admin.PostAsync("/api/companies", new { name = "Acme", ownerId = created.Id })).IsProblem(409, "user_inactive", "ownerId");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"isActive": true}""")).Is(200);
        (await jo.GetAsync("/api/companies")).Is(200);
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task Another_instance_applies_it_within_a_second()
    {
        var created = await CreateAsync();
        await using var other = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, Db.ServiceConnectionString));
        var jo = new ApiClient(other, created.Id);
        (await jo.GetAsync("/api/companies")).Is(200);

        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"isActive": false}""")).Is(200);

        var deadline = DateTime.UtcNow.AddSeconds(1);
        ApiResponse response;
        do
            response = await jo.GetAsync("/api/companies");
        while (response.Status == 200 && DateTime.UtcNow < deadline);
        response.IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task Another_instance_applies_it_within_a_second_also_if_its_notifications_stall()
    {
        var created = await CreateAsync();
        var (relay, connectionString) = DatabaseRelay.Before(Db.ServiceConnectionString);
        await using var stopped = relay;
        await using var other = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, connectionString));
        var jo = new ApiClient(other, created.Id);
        (await jo.GetAsync("/api/companies")).Is(200);
        var listening = await Db.QueryAsync<int>(
            "select client_port from pg_stat_activity where datname = current_database() and query in (@listen, @heartbeat)",
            new { listen = $"listen {RightsCache.Channel}", heartbeat = RightsListener.Heartbeat });

        Assert.That(relay.Stall(listening), Is.True);
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"isActive": false}""")).Is(200);

        await Task.Delay(TimeSpan.FromSeconds(1));
        (await jo.GetAsync("/api/companies")).IsProblem(401, "not_authenticated");
        (await Admin.PatchAsync($"/api/users/{created.Id}", """{"isActive": true}""")).Is(200);
        (await jo.GetAsync("/api/companies")).Is(200);
    }

    [Test]
    public async Task A_new_role_applies_from_the_next_request()
    {
        var created = await CreateAsync();
        var jo = new ApiClient(Host, created.Id);
        (await jo.DeleteAsync($"/api/companies/{Guid.CreateVersion7()}")).IsProblem(403, "right_missing");

        (await Admin.PatchAsync($"/api/users/{created.Id}", new { roleId = await RoleIdAsync(BuiltInRoles.SalesManager) })).Is(200);

        (await jo.DeleteAsync($"/api/companies/{Guid.CreateVersion7()}")).IsProblem(404, "company_not_found");
        Assert.That(
            await Db.QueryAsync<string>(
                "select action from audit_logs where entity_id = @id and field_name = 'roleId' and action <> 'CREATE'",
                new { id = created.Id }),
            Is.EqualTo(new[] { "RIGHTS_CHANGE" }));
    }

    [Test]
    public async Task A_non_administrator_cannot_create_an_administrator()
    {
        var clerk = await UserWithAsync(Clerk);
        var created = await CreateAsync();
        var administrator = new { roleId = await RoleIdAsync(BuiltInRoles.Administrator) };

        (await clerk.PatchAsync($"/api/users/{clerk.Id}", administrator)).IsProblem(403, "exceeds_own_rights", "roleId");
        (await clerk.PatchAsync($"/api/users/{created.Id}", administrator)).IsProblem(403, "exceeds_own_rights", "roleId");
    }

    [Test]
    public async Task Scopes_are_compared_when_a_role_is_assigned()
    {
        var clerk = await UserWithAsync("""{"users": ["read", "update"], "deals": {"read": "group"}}""");
        var same = await RoleOfAsync(await UserWithAsync("""{"deals": {"read": "own"}}"""));
        var wider = await RoleOfAsync(await UserWithAsync("""{"deals": ["read"]}"""));

        (await clerk.PatchAsync($"/api/users/{clerk.Id}", new { roleId = wider })).IsProblem(403, "exceeds_own_rights", "roleId");
        (await clerk.PatchAsync($"/api/users/{clerk.Id}", new { roleId = same })).Is(200);
    }

    [Test]
    public async Task A_caller_with_fewer_permissions_cannot_take_over_an_account_by_its_names()
    {
        var clerk = await UserWithAsync(Clerk);

        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"email": "mine@example.org"}""")).IsProblem(403, "exceeds_own_rights");
        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"username": "mine"}""")).IsProblem(403, "exceeds_own_rights");
        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"jobTitle": "Boss"}""")).Is(200);
        (await clerk.PatchAsync($"/api/users/{clerk.Id}", """{"email": "mine@example.org"}""")).Is(200);
    }

    [Test]
    public async Task Users_who_have_more_than_the_caller_are_neither_demoted_nor_deactivated_nor_deleted_nor_restored()
    {
        var clerk = await UserWithAsync("""{"users": ["read", "update", "delete", "restore", "create"], "roles": ["read", "update"]}""");
        var manager = await UserAsync(BuiltInRoles.SalesManager);
        var role = await RoleOfAsync(await UserWithAsync("{}"));
        await UserAsync(BuiltInRoles.Administrator);
        var body = (await Admin.GetAsync($"/api/users/{manager.Id}")).Is(200).Body;

        foreach (var target in new[] { manager.Id, Admin.Id })
        {
            (await clerk.PatchAsync($"/api/users/{target}", new { roleId = role })).IsProblem(403, "exceeds_own_rights");
            (await clerk.PatchAsync($"/api/users/{target}", """{"isActive": false}""")).IsProblem(403, "exceeds_own_rights");
            (await clerk.DeleteAsync($"/api/users/{target}")).IsProblem(403, "exceeds_own_rights");
            (await clerk.PutAsync($"/api/users/{target}/password", new { newPassword = "a long enough new one" })).IsProblem(
                403, "exceeds_own_rights");
        }

        var inactive = body.Replace("\"isActive\":true", "\"isActive\":false", StringComparison.Ordinal);
        (await clerk.PutAsync($"/api/users/{manager.Id}", inactive)).IsProblem(403, "exceeds_own_rights");
        (await Admin.DeleteAsync($"/api/users/{manager.Id}")).Is(204);
        (await clerk.PostAsync($"/api/users/{manager.Id}/restore")).IsProblem(403, "exceeds_own_rights");
        (await Admin.PostAsync($"/api/users/{manager.Id}/restore")).Is(200);
    }

    [Test]
    public async Task An_api_key_cannot_demote_a_user_who_has_more_than_the_key()
    {
        await UserAsync(BuiltInRoles.Administrator);
        var permissions = new { users = new[] { "read", "update", "delete" } };
        var key = (await Admin.PostAsync("/api/api-keys", new { name = "K", permissions })).Is(201)["key"].GetString();
        var byKey = new ApiClient(Host, null) { ApiKey = key };

        (await byKey.PatchAsync($"/api/users/{Admin.Id}", """{"isActive": false}""")).IsProblem(403, "exceeds_own_rights");
        (await byKey.DeleteAsync($"/api/users/{Admin.Id}")).IsProblem(403, "exceeds_own_rights");
        (await byKey.PatchAsync($"/api/users/{Admin.Id}", """{"jobTitle": "Boss"}""")).Is(200);
    }

    [Test]
    public async Task A_caller_with_update_scope_own_updates_only_themselves()
    {
        var user = await UserWithAsync("""{"users": {"read": "all", "update": "own"}}""");

        (await user.PatchAsync($"/api/users/{user.Id}", """{"jobTitle": "Me"}""")).Is(200);
        (await user.PatchAsync($"/api/users/{Admin.Id}", """{"jobTitle": "Me"}""")).IsProblem(403, "outside_scope");
    }

    [Test]
    public async Task The_last_administrator_is_neither_deactivated_nor_demoted()
    {
        var rep = await RoleIdAsync(BuiltInRoles.SalesRep);

        (await Admin.PatchAsync($"/api/users/{Admin.Id}", """{"isActive": false}""")).IsProblem(409, "last_administrator");
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = rep })).IsProblem(409, "last_administrator");
        var second = await UserAsync(BuiltInRoles.Administrator);
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = rep })).Is(200);
        (await second.PatchAsync($"/api/users/{second.Id}", """{"isActive": false}""")).IsProblem(409, "last_administrator");
    }

    [Test]
    public async Task An_administrator_can_change_to_another_administrator_role()
    {
        var other = (await Admin.PostAsync(
            "/api/roles", new
            {
                name = "Admins",
                permissions = JsonElement.Parse(Permissions.EverythingJson)
            })).Is(201).Id;
        var fewer = await RoleOfAsync(await UserWithAsync("""{"users": ["update", "read"], "roles": ["update"]}"""));
        var inactive = (await Admin.PostAsync(
            "/api/roles", new
            {
                name = "Sleeping admins",
                isActive = false,
                permissions = JsonElement.Parse(Permissions.EverythingJson)
            })).Is(201).Id;

        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = inactive })).IsProblem(409, "last_administrator");
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = fewer })).IsProblem(409, "last_administrator");
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = other })).Is(200);
    }

    [Test]
    public async Task Of_administrators_deactivated_concurrently_one_remains()
    {
        for (var round = 0; round < 5; round++)
        {
            await Start_from_nothing();
            var leaving = new List<ApiClient> { Admin };
            for (var i = 0; i < 5; i++)
                leaving.Add(await UserAsync(BuiltInRoles.Administrator));

            var responses = await Task.WhenAll(leaving.Select((client, i) => i % 2 == 0
                ? client.PatchAsync($"/api/users/{client.Id}", """{"isActive": false}""")
                : client.DeleteAsync($"/api/users/{client.Id}")));

            Assert.That(responses.Count(a => a.Status is 200 or 204), Is.EqualTo(5));
            responses.Single(a => a.Status is not (200 or 204)).IsProblem(409, "last_administrator");
        }
    }
}
