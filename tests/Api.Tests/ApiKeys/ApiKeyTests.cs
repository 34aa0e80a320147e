using Crm.Domain.Roles;

namespace Crm.Api.Tests.ApiKeys;

public sealed class ApiKeyTests : ApiKeyTest
{
    [Test]
    public async Task A_key_is_shown_once_and_stored_as_a_hash()
    {
        var created = await KeyAsync(Admin, """{"deals": ["read"]}""");
        var key = created["key"].GetString()!;
        Assert.That(key, Does.Match("^crm_[A-Za-z0-9_-]{43}$"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["prefix"].GetString(), Is.EqualTo(key[..12]));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
            Assert.That(created.Header("Location"), Is.EqualTo($"/api/api-keys/{created.Id}"));
        }

        Assert.That(created["permissions"].GetRawText(), Is.EqualTo("""{"deals":["read"]}"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["ownerId"].GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(created["lastUsedAt"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        }

        var fetched = (await Admin.GetAsync($"/api/api-keys/{created.Id}")).Is(200);
        Assert.That(fetched.Json.EnumerateObject().Select(m => m.Name), Is.EquivalentTo(
            created.Json.EnumerateObject().Select(m => m.Name).Where(m => m != "key")));
        await Service(key).GetAsync("/api/deals");
        foreach (var path in new[] { $"/api/api-keys/{created.Id}", "/api/api-keys", $"/api/audit-logs?entityId={created.Id}&limit=200" })
            Assert.That((await Admin.GetAsync(path)).Is(200).Body, Does.Not.Contain(key[12..]));
        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from outbox_messages where payload::text like '%' || @key || '%'", new { key = key[12..] }), Is.Zero);
        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from api_keys where key_hash = sha256(convert_to(@key, 'UTF8'))", new { key }), Is.EqualTo(1));
        Assert.That(string.Join('\n', Host.Log.Errors), Does.Not.Contain(key[12..]));
    }

    [Test]
    public async Task An_idempotency_key_keeps_no_secret()
    {
        var first = (await Admin.PostAsync("/api/api-keys", """{"name": "A"}""", key: "k1")).Is(201);
        var second = (await Admin.PostAsync("/api/api-keys", """{"name": "A"}""", key: "k1")).Is(201);
        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from idempotency_keys"), Is.Zero);
    }

    [Test]
    public async Task Omitted_fields_have_their_defaults()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var created = await KeyAsync(rep);
        Assert.That(created["expiresAt"].GetDateTimeOffset(), Is.EqualTo(Clock.Now.AddDays(90)).Within(TimeSpan.FromMinutes(1)));
        var rights = (await rep.GetAsync("/api/auth/me")).Is(200)["rights"];
        Assert.That(JsonElement.DeepEquals(created["permissions"], rights), Is.True, created.Body);
        Assert.That((await Service(created).GetAsync("/api/auth/me")).Is(200)["rights"].GetRawText(), Is.EqualTo(rights.GetRawText()));
    }

    [TestCase("""{}""", "validation_failed", "name")]
    [TestCase("""{"name": "K", "expiresAt": "2020-01-01T00:00:00Z"}""", "validation_failed", "expiresAt")]
    [TestCase("""{"name": "K", "expiresAt": "2999-01-01T00:00:00Z"}""", "validation_failed", "expiresAt")]
    [TestCase("""{"name": "K", "permissions": {"deal": ["read"]}}""", "invalid_permissions", "permissions")]
    [TestCase("""{"name": "K", "permissions": []}""", "invalid_permissions", "permissions")]
    [TestCase("""{"name": "K", "permissions": {"deals": {"read": "most"}}}""", "invalid_permissions", "permissions")]
    [TestCase("""{"name": "K", "ownerId": "0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10"}""", "unknown_member", "ownerId")]
    [TestCase("""{"name": "K", "key": "crm_mine"}""", "unknown_member", "key")]
    public async Task Invalid_input_is_rejected_with_its_field(string body, string code, string field) =>
        (await Admin.PostAsync("/api/api-keys", body)).IsProblem(400, code, field);

    [Test]
    public async Task A_key_cannot_exceed_the_permissions_of_its_creator()
    {
        var rep = await UserWithAsync("""{"deals": {"read": "group", "update": "own"}}""");
        foreach (var permissions in new[] { """{"deals": ["read"]}""", """{"deals": {"delete": "own"}}""",
            """{"deals": {"update": "group"}}""", """{"users": ["update"]}""" })
            (await rep.PostAsync("/api/api-keys", $$"""{"name": "K", "permissions": {{permissions}}}""")).IsProblem(
                403, "exceeds_own_rights", "permissions");
        await KeyAsync(rep, """{"deals": {"read": "own"}}""");
    }

    [Test]
    public async Task Own_keys_are_listed_and_all_keys_with_the_permission_to_update_all_users()
    {
        var (rep, other) = (await UserAsync(), await UserAsync(BuiltInRoles.SalesManager));
        var mine = await KeyAsync(rep);
        var others = await KeyAsync(other);

        Assert.That((await rep.GetAsync("/api/api-keys?count=exact")).Is(200).Items.Select(i => i.GetProperty("id").GetGuid()),
            Is.EqualTo(new[] { mine.Id }));
        (await rep.GetAsync($"/api/api-keys/{mine.Id}")).Is(200);
        (await rep.GetAsync($"/api/api-keys/{others.Id}")).IsProblem(404, "api_key_not_found");
        (await rep.PatchAsync($"/api/api-keys/{others.Id}", new { name = "Mine" })).IsProblem(404, "api_key_not_found");
        (await rep.DeleteAsync($"/api/api-keys/{others.Id}")).IsProblem(404, "api_key_not_found");
        (await other.GetAsync($"/api/api-keys/{mine.Id}")).IsProblem(404, "api_key_not_found");
        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={mine.Id}")).Is(200).Items, Is.Empty);
        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={others.Id}")).Is(200).Items, Is.Not.Empty);
        Assert.That((await Admin.GetAsync($"/api/api-keys?sort=expiresAt&ownerId={rep.Id},{other.Id}")).Is(200).Items,
            Has.Count.EqualTo(2));
        (await Admin.DeleteAsync($"/api/api-keys/{mine.Id}")).Is(204);
    }

    [Test]
    public async Task Only_the_name_of_a_key_can_be_changed()
    {
        var created = await KeyAsync(Admin);
        var path = $"/api/api-keys/{created.Id}";
        var patched = (await Admin.PatchAsync(path, new { name = "Export" }, ifMatch: created.ETag)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["name"].GetString(), Is.EqualTo("Export"));
            Assert.That(patched.Version, Is.EqualTo(2));
        }

        Assert.That((await Admin.PutAsync(path, patched.Body)).Is(200).Version, Is.EqualTo(2));
        (await Admin.PatchAsync(path, new { expiresAt = Clock.Now.AddDays(700) })).IsProblem(400, "read_only_field", "expiresAt");
        (await Admin.PatchAsync(path, """{"permissions": {}}""")).IsProblem(400, "read_only_field", "permissions");
        (await Admin.PatchAsync(path, new { name = "X" }, ifMatch: created.ETag)).IsProblem(412, "version_mismatch");
    }

    [Test]
    public async Task A_revoked_key_cannot_be_restored()
    {
        var created = await KeyAsync(Admin);
        (await Service(created).GetAsync("/api/deals")).Is(200);
        (await Admin.DeleteAsync($"/api/api-keys/{created.Id}")).Is(204);

        (await Service(created).GetAsync("/api/deals")).IsProblem(401, "not_authenticated");
        (await Admin.GetAsync($"/api/api-keys/{created.Id}")).IsProblem(404, "api_key_not_found");
        (await Admin.DeleteAsync($"/api/api-keys/{created.Id}")).IsProblem(404, "api_key_not_found");
        (await Admin.PostAsync($"/api/api-keys/{created.Id}/restore")).IsProblem(404, "not_found");
        Assert.That((await Admin.GetAsync($"/api/audit-logs?entityId={created.Id}&action=DELETE")).Is(200).Items, Is.Not.Empty);
    }
}
