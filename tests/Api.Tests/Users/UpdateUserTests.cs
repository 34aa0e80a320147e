using Crm.Domain.Roles;

namespace Crm.Api.Tests.Users;

public sealed class UpdateUserTests : UserTest
{
    [Test]
    public async Task Patch_changes_what_it_names_and_clears_what_is_null()
    {
        var made = await CreateAsync();

        var changed = (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": "Closer", "lastName": "Smith"}""")).Is(200);
        Assert.That(changed["jobTitle"].GetString(), Is.EqualTo("Closer"));
        Assert.That(changed["fullName"].GetString(), Is.EqualTo("Jo Smith"));
        Assert.That(changed.Version, Is.EqualTo(2));
        var cleared = (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": null}""")).Is(200);
        Assert.That(cleared["jobTitle"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Admin.GetAsync("/api/users?q=smith")).Is(200).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Put_replaces_every_field_and_what_is_absent_takes_its_default()
    {
        var made = await CreateAsync();
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": "Closer", "timezone": "Europe/Berlin", "locale": "de-DE"}""")).Is(200);

        var put = (await Admin.PutAsync($"/api/users/{made.Id}", Fields(await RoleIdAsync(BuiltInRoles.SalesRep)))).Is(200);

        Assert.That(put["jobTitle"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(put["timezone"].GetString(), Is.EqualTo("UTC"));
        (await LoginAsync("jo", Password)).Is(200);
    }

    [Test]
    public async Task What_was_got_can_be_put_back_and_changes_nothing()
    {
        var made = await CreateAsync();

        var put = (await Admin.PutAsync($"/api/users/{made.Id}", made.Body)).Is(200);

        Assert.That(put.Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task Members_that_are_only_shown_cannot_be_changed()
    {
        var made = await CreateAsync();

        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"roleName": "King"}""")).IsProblem(400, "read_only_field", "roleName");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"roleName": "\ud800"}""")).IsProblem(400, "invalid_member", "roleName");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"lastLoginAt": "2026-01-01T00:00:00Z"}""")).IsProblem(400, "read_only_field", "lastLoginAt");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"password": "Battery-Staple-8"}""")).IsProblem(400, "unknown_member", "password");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"passwordHash": "x"}""")).IsProblem(400, "unknown_member", "passwordHash");
    }

    [Test]
    public async Task If_match_names_the_version_that_is_changed()
    {
        var made = await CreateAsync();

        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": "A"}""", ifMatch: "\"1\"")).Is(200);
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": "B"}""", ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"jobTitle": "C"}""", ifMatch: "*")).Is(200);
    }

    [Test]
    public async Task A_taken_email_address_or_username_is_refused()
    {
        var made = await CreateAsync();

        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"email": "Admin@Example.com"}""")).IsProblem(409, "user_email_taken", "email");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"username": "ADMIN"}""")).IsProblem(409, "username_taken", "username");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"username": "JO"}""")).Is(200);
    }

    [Test]
    public async Task A_deactivated_user_is_out_at_once()
    {
        var made = await CreateAsync();
        var tokens = (await LoginAsync("jo", Password)).Is(200);
        var jo = new ApiClient(Host, made.Id);
        (await jo.GetAsync("/api/companies")).Is(200);

        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"isActive": false}""")).Is(200);

        (await jo.GetAsync("/api/companies")).IsProblem(401, "not_authenticated");
        (await LoginAsync("jo", Password)).IsProblem(401, "wrong_credentials");
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
        (await Admin.PostAsync("/api/companies", new { name = "Acme", ownerId = made.Id })).IsProblem(409, "user_inactive", "ownerId");
        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"isActive": true}""")).Is(200);
        (await jo.GetAsync("/api/companies")).Is(200);
        (await RefreshAsync(tokens)).IsProblem(401, "invalid_refresh_token");
    }

    [Test]
    public async Task Another_instance_hears_of_it_within_a_second()
    {
        var made = await CreateAsync();
        await using var other = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, Db.ServiceConnectionString));
        var jo = new ApiClient(other, made.Id);
        (await jo.GetAsync("/api/companies")).Is(200);

        (await Admin.PatchAsync($"/api/users/{made.Id}", """{"isActive": false}""")).Is(200);

        var deadline = DateTime.UtcNow.AddSeconds(1);
        ApiResponse answer;
        do
            answer = await jo.GetAsync("/api/companies");
        while (answer.Status == 200 && DateTime.UtcNow < deadline);
        answer.IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_new_role_holds_from_the_next_request()
    {
        var made = await CreateAsync();
        var jo = new ApiClient(Host, made.Id);
        (await jo.DeleteAsync($"/api/companies/{Guid.CreateVersion7()}")).IsProblem(403, "right_missing");

        (await Admin.PatchAsync($"/api/users/{made.Id}", new { roleId = await RoleIdAsync(BuiltInRoles.SalesManager) })).Is(200);

        (await jo.DeleteAsync($"/api/companies/{Guid.CreateVersion7()}")).IsProblem(404, "company_not_found");
        Assert.That(
            await Db.QueryAsync<string>("select action from audit_logs where entity_id = @id and field_name = 'roleId' and action <> 'CREATE'", new { id = made.Id }),
            Is.EqualTo(new[] { "RIGHTS_CHANGE" }));
    }

    [Test]
    public async Task Nobody_makes_themselves_or_another_an_administrator()
    {
        var clerk = await UserWithAsync(Clerk);
        var made = await CreateAsync();
        var administrator = new { roleId = await RoleIdAsync(BuiltInRoles.Administrator) };

        (await clerk.PatchAsync($"/api/users/{clerk.Id}", administrator)).IsProblem(403, "exceeds_own_rights", "roleId");
        (await clerk.PatchAsync($"/api/users/{made.Id}", administrator)).IsProblem(403, "exceeds_own_rights", "roleId");
    }

    [Test]
    public async Task Scopes_count_when_a_role_is_given()
    {
        var clerk = await UserWithAsync("""{"users": ["read", "update"], "deals": {"read": "group"}}""");
        var same = await RoleOfAsync(await UserWithAsync("""{"deals": {"read": "own"}}"""));
        var wider = await RoleOfAsync(await UserWithAsync("""{"deals": ["read"]}"""));

        (await clerk.PatchAsync($"/api/users/{clerk.Id}", new { roleId = wider })).IsProblem(403, "exceeds_own_rights", "roleId");
        (await clerk.PatchAsync($"/api/users/{clerk.Id}", new { roleId = same })).Is(200);
    }

    [Test]
    public async Task Whoever_has_fewer_rights_cannot_take_over_an_account_by_its_names()
    {
        var clerk = await UserWithAsync(Clerk);

        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"email": "mine@example.org"}""")).IsProblem(403, "exceeds_own_rights");
        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"username": "mine"}""")).IsProblem(403, "exceeds_own_rights");
        (await clerk.PatchAsync($"/api/users/{Admin.Id}", """{"jobTitle": "Boss"}""")).Is(200);
        (await clerk.PatchAsync($"/api/users/{clerk.Id}", """{"email": "mine@example.org"}""")).Is(200);
    }

    [Test]
    public async Task Whoever_may_change_only_themselves_changes_nobody_else()
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
    public async Task An_administrator_who_moves_to_another_such_role_stays_one()
    {
        var other = (await Admin.PostAsync("/api/roles", new { name = "Admins", permissions = new { users = new[] { "update", "read" }, roles = new[] { "update" } } })).Is(201).Id;
        var inactive = (await Admin.PostAsync("/api/roles", new { name = "Sleeping admins", isActive = false, permissions = new { users = new[] { "update" }, roles = new[] { "update" } } })).Is(201).Id;

        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = inactive })).IsProblem(409, "last_administrator");
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { roleId = other })).Is(200);
    }

    [Test]
    public async Task Of_administrators_who_all_leave_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            await Start_from_nothing();
            var leaving = new List<ApiClient> { Admin };
            for (var i = 0; i < 5; i++)
                leaving.Add(await UserAsync(BuiltInRoles.Administrator));

            var answers = await Task.WhenAll(leaving.Select((client, i) => i % 2 == 0
                ? client.PatchAsync($"/api/users/{client.Id}", """{"isActive": false}""")
                : client.DeleteAsync($"/api/users/{client.Id}")));

            Assert.That(answers.Count(a => a.Status is 200 or 204), Is.EqualTo(5));
            answers.Single(a => a.Status is not (200 or 204)).IsProblem(409, "last_administrator");
        }
    }
}
