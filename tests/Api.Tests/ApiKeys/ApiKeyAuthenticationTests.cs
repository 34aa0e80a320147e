using Crm.Domain.Roles;

namespace Crm.Api.Tests.ApiKeys;

[Category("Slow")]
public sealed class ApiKeyAuthenticationTests : ApiKeyTest
{
    [Test]
    public async Task A_key_has_the_permissions_of_key_and_owner_at_the_narrower_scope()
    {
        var owner = await UserWithAsync("""{"companies": ["create", "read"], "contacts": {"create": "all", "read": "own"}}""");
        var service = Service(await KeyAsync(owner, """{"companies": {"create": "own", "read": "own"}, "contacts": {"read": "own"}}"""));
        var theirs = (await Admin.PostAsync("/api/companies", new { name = "Theirs", ownerId = Admin.Id })).Is(201).Id;

        (await owner.GetAsync($"/api/companies/{theirs}")).Is(200);
        (await service.GetAsync($"/api/companies/{theirs}")).IsProblem(404, "company_not_found");
        var mine = (await service.PostAsync("/api/companies", new { name = "Mine" })).Is(201);
        Assert.That(mine["ownerId"].GetGuid(), Is.EqualTo(owner.Id), "The key acts on behalf of its owner.");
        Assert.That((await service.GetAsync("/api/companies?count=exact")).Is(200)["count"].GetInt32(), Is.EqualTo(1));
        (await service.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe" })).IsProblem(403, "right_missing");
        (await service.GetAsync("/api/deals")).IsProblem(403, "right_missing");
        Assert.That((await service.GetAsync("/api/auth/me")).Is(200)["rights"].GetRawText(), Is.EqualTo(
            """{"companies":{"create":"own","read":"own"},"contacts":{"read":"own"}}"""));
        var rows = (await Admin.GetAsync($"/api/companies/{mine.Id}/audit")).Is(200).Items;
        Assert.That(rows.Select(r => r.GetProperty("userId").GetGuid()).Distinct(), Is.EqualTo(new[] { owner.Id }));
        Assert.That(rows.Select(r => r.GetProperty("metadata").GetProperty("apiKeyId").GetGuid()), Is.All.Not.EqualTo(Guid.Empty));
    }

    [Test]
    public async Task The_key_loses_the_owners_lost_permissions_from_the_next_request()
    {
        var owner = await UserWithAsync("""{"companies": ["read"], "deals": ["read"]}""");
        var service = Service(await KeyAsync(owner));
        var role = await Db.ScalarAsync<Guid>("select role_id from users where id = @Id", new { owner.Id });
        (await service.GetAsync("/api/companies")).Is(200);

        (await Admin.PatchAsync($"/api/roles/{role}", """{"permissions": {"companies": null, "contacts": ["read"]}}""")).Is(200);

        (await service.GetAsync("/api/companies")).IsProblem(403, "right_missing");
        (await service.GetAsync("/api/deals")).Is(200);
        (await service.GetAsync("/api/contacts")).IsProblem(403, "right_missing");
        (await Admin.PatchAsync($"/api/users/{owner.Id}", new { isActive = false })).Is(200);
        (await service.GetAsync("/api/deals")).IsProblem(401, "not_authenticated");
        (await Admin.PatchAsync($"/api/users/{owner.Id}", new { isActive = true })).Is(200);
        (await service.GetAsync("/api/deals")).Is(200);
        (await Admin.DeleteAsync($"/api/users/{owner.Id}")).Is(204);
        (await service.GetAsync("/api/deals")).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task An_expired_key_is_rejected_at_each_request()
    {
        var service = Service(await KeyAsync(Admin, more: $", \"expiresAt\": {JsonSerializer.Serialize(Clock.Now.AddHours(1))}"));
        (await service.GetAsync("/api/deals")).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(59));
        (await service.GetAsync("/api/deals")).Is(200);
        Clock.Advance(TimeSpan.FromMinutes(2));
        (await service.GetAsync("/api/deals")).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_revocation_applies_on_another_instance_within_a_second()
    {
        var created = await KeyAsync(Admin);
        await using var other = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, Db.ServiceConnectionString));
        var otherInstance = new ApiClient(other, null) { ApiKey = created["key"].GetString() };
        (await otherInstance.GetAsync("/api/deals")).Is(200);

        (await Admin.DeleteAsync($"/api/api-keys/{created.Id}")).Is(204);

        var deadline = DateTime.UtcNow.AddSeconds(1);
        ApiResponse response;
        do
            response = await otherInstance.GetAsync("/api/deals");
        while (response.Status == 200 && DateTime.UtcNow < deadline);
        response.IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task An_invalid_key_is_rejected()
    {
        var key = (await KeyAsync(Admin))["key"].GetString()!;
        foreach (var wrong in new[]
        {
            "", " ", "crm_", key[..^1], key + "A", key[4..], key.ToUpperInvariant(), $"{key[..^1]}{(key[^1] == 'A' ? 'B' : 'A')}",
            $"Bearer {key}", "' or true --", new string('x', 8000),
        })
            (await Service(wrong).GetAsync("/api/deals")).IsProblem(401, "not_authenticated");
        using var twice = new HttpRequestMessage(HttpMethod.Get, "/api/deals");
        twice.Headers.TryAddWithoutValidation("X-Api-Key", [key, key]);
        (await Anonymous.SendAsync(twice)).IsProblem(401, "not_authenticated");
        using var inQuery = new HttpRequestMessage(HttpMethod.Get, $"/api/deals?apiKey={key}");
        (await Anonymous.SendAsync(inQuery)).IsProblem(401, "not_authenticated");
        using var asToken = new HttpRequestMessage(HttpMethod.Get, "/api/deals");
        asToken.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        (await Anonymous.SendAsync(asToken)).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_token_and_a_key_together_are_rejected()
    {
        var both = new ApiClient(Host, Admin.Id) { ApiKey = (await KeyAsync(Admin))["key"].GetString() };
        (await both.GetAsync("/api/deals")).IsProblem(400, "ambiguous_credentials");
        (await new ApiClient(Host, Admin.Id) { ApiKey = "crm_wrong" }.GetAsync("/api/deals")).IsProblem(400, "ambiguous_credentials");
    }

    [Test]
    public async Task A_key_cannot_create_or_change_credentials()
    {
        var created = await KeyAsync(Admin);
        var service = Service(created);
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var tokens = (await Anonymous.PostAsync("/api/auth/login", new { login = "admin", password = TestCluster.AdminPassword }));
        var role = await Db.ScalarAsync<Guid>("select id from roles where name = @name", new { name = BuiltInRoles.ReadOnly });
        var path = $"/api/api-keys/{created.Id}";

        foreach (var response in new[]
        {
            await service.PostAsync("/api/api-keys", """{"name": "Another"}"""),
            await service.GetAsync("/api/api-keys"),
            await service.GetAsync(path),
            await service.PatchAsync(path, new { name = "X" }),
            await service.PutAsync(path, new { name = "X" }),
            await service.DeleteAsync(path),
            await service.PutAsync(
                $"/api/users/{Admin.Id}/password", new { currentPassword = TestCluster.AdminPassword, newPassword = "Another-Horse-43!" }),
            await service.PutAsync($"/api/users/{rep.Id}/password", new { newPassword = "Another-Horse-43!" }),
            await service.PostAsync(
                "/api/auth/refresh", new { refreshToken = tokens.Status == 200 ? tokens["refreshToken"].GetString() : "x" }),
            await service.PostAsync("/api/auth/logout", new { refreshToken = "x" }),
            await service.PatchAsync($"/api/users/{Admin.Id}", new { email = "taken.over@example.com" }),
            await service.PatchAsync($"/api/users/{rep.Id}", new { username = "taken-over" }),
            await service.PostAsync(
                "/api/users", new { email = "new@example.com", username = "new", firstName = "N", lastName = "N", roleId = role,
                    password = "Another-Horse-43!" }),
        })
            response.IsProblem(403, "api_key_not_allowed");
        (await service.PatchAsync($"/api/users/{rep.Id}", new { jobTitle = "Rep" })).Is(200);
        (await service.PostAsync(
            "/api/users", new { email = "new@example.com", username = "new", firstName = "N", lastName = "N", roleId = role })).Is(201);
        (await service.GetAsync("/api/users")).Is(200);
    }

    [Test]
    public async Task A_key_cannot_grant_more_permissions_than_its_own()
    {
        var service = Service(await KeyAsync(Admin, """{"users": ["create", "read", "update"], "roles": ["create", "read", "update"]}"""));
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var administrator = await Db.ScalarAsync<Guid>(
            "select id from roles where name = @name", new { name = BuiltInRoles.Administrator });
        (await service.PostAsync("/api/roles", """{"name": "R", "permissions": {"deals": ["read"]}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await service.PatchAsync($"/api/users/{rep.Id}", new { roleId = administrator })).IsProblem(403, "exceeds_own_rights", "roleId");
    }

    [Test]
    public async Task Another_api_keys_idempotent_response_is_not_replayed()
    {
        var body = """{"name": "Acme"}""";
        var (wide, narrow) = (Service(await KeyAsync(Admin)),
            Service(await KeyAsync(Admin, """{"companies": {"create": "own", "read": "own"}}""")));
        var first = (await wide.PostAsync("/api/companies", body, key: "same")).Is(201);
        Assert.That((await wide.PostAsync("/api/companies", body, key: "same")).Is(201).Id, Is.EqualTo(first.Id));
        (await narrow.PostAsync("/api/companies", body, key: "same")).IsProblem(409, "idempotency_key_reused");
    }

    [Test]
    public async Task The_last_use_is_recorded_to_the_minute()
    {
        var created = await KeyAsync(Admin);
        var service = Service(created);
        async Task<string?> LastUsedAsync() => (await Admin.GetAsync($"/api/api-keys/{created.Id}")).Is(200)["lastUsedAt"].GetString();

        (await service.GetAsync("/api/deals")).Is(200);
        var first = await LastUsedAsync();
        Assert.That(DateTimeOffset.Parse(first!, System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(Clock.Now)
            .Within(TimeSpan.FromSeconds(30)));
        Clock.Advance(TimeSpan.FromSeconds(50));
        (await service.GetAsync("/api/deals")).Is(200);
        Assert.That(await LastUsedAsync(), Is.EqualTo(first));
        Clock.Advance(TimeSpan.FromSeconds(15));
        (await service.GetAsync("/api/deals")).Is(200);
        Assert.That(await LastUsedAsync(), Is.GreaterThan(first!));
        Assert.That((await Admin.GetAsync($"/api/api-keys/{created.Id}")).Is(200).Version, Is.EqualTo(1),
            "The time of the last use changes neither the version nor the audit.");
    }

    [Test]
    public async Task Public_endpoints_ignore_an_invalid_key() => (await Service("crm_wrong").GetAsync("/health/live")).Is(200);

    [Test]
    public async Task The_document_has_both_authentication_schemes()
    {
        var document = (await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Json;
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scheme.GetProperty("type").GetString(), Is.EqualTo("apiKey"));
            Assert.That(scheme.GetProperty("in").GetString(), Is.EqualTo("header"));
            Assert.That(scheme.GetProperty("name").GetString(), Is.EqualTo("X-Api-Key"));
        }

        Assert.That(document.GetProperty("security").EnumerateArray().SelectMany(s => s.EnumerateObject().Select(m => m.Name)),
            Is.EqualTo(new[] { "bearer", "apiKey" }));
        var own = document.GetProperty("paths").GetProperty("/api/api-keys").GetProperty("get").GetProperty("security");
        Assert.That(own.EnumerateArray().SelectMany(s => s.EnumerateObject().Select(m => m.Name)), Is.EqualTo(new[] { "bearer" }));
    }
}
