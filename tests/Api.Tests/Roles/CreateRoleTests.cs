using Crm.Domain.Roles;

namespace Crm.Api.Tests.Roles;

public sealed class CreateRoleTests : ApiTest
{
    [TestCase("""{"contacts": ["create", "read"]}""")]
    [TestCase("""{"deals": {"read": "group", "update": "own"}}""")]
    [TestCase("""{"contacts": ["create"], "deals": {"read": "all"}, "leadLists": [], "notes": {}}""")]
    [TestCase("{}")]
    public async Task Permissions_keep_their_format(string permissions)
    {
        var created = (await Admin.PostAsync(
            "/api/roles", $$"""{"name": "Helper", "description": "Helps.", "permissions": {{permissions}} }""")).Is(201);

        Assert.That(created.Header("Location"), Is.EqualTo($"/api/roles/{created.Id}"));
        Assert.That(JsonElement.DeepEquals(created["permissions"], JsonElement.Parse(permissions)), Is.True, created.Body);
        Assert.That(created["isActive"].GetBoolean(), Is.True);
        var fetched = (await Admin.GetAsync($"/api/roles/{created.Id}")).Is(200);
        Assert.That(fetched.Body, Is.EqualTo(created.Body));
        Assert.That(fetched.TaggedVersion, Is.EqualTo(1));
    }

    [TestCase("""{"planets": ["read"]}""", "planets")]
    [TestCase("""{"contacts": ["fly"]}""", "fly")]
    [TestCase("""{"contacts": {"fly": "all"}}""", "fly")]
    [TestCase("""{"contacts": {"read": "galaxy"}}""", "galaxy")]
    [TestCase("""{"contacts": {"read": 3}}""", "3")]
    [TestCase("""{"contacts": [3]}""", "3")]
    [TestCase("""{"contacts": "read"}""", "contacts")]
    [TestCase("""{"Contacts": ["read"]}""", "Contacts")]
    [TestCase("""["contacts"]""", "object")]
    [TestCase("null", "object")]
    public async Task Unknown_resources_actions_and_scopes_are_named(string permissions, string named)
    {
        var rejected = (await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "permissions": {{permissions}} }""")).IsProblem(
            400, "invalid_permissions", "permissions");

        Assert.That(rejected.Detail, Does.Contain(named));
    }

    [TestCase("""{"\ud800": ["read"]}""")]
    [TestCase("""{"contacts": ["\ud800"]}""")]
    [TestCase("""{"contacts": {"\ud800": "all"}}""")]
    [TestCase("""{"contacts": {"read": "\ud800"}}""")]
    [TestCase("""{"contacts": ["\u0000"]}""")]
    public async Task Broken_text_inside_permissions_is_the_callers_fault(string permissions)
    {
        var rejected = await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "permissions": {{permissions}} }""");

        Assert.That(rejected.Status, Is.EqualTo(400), rejected.ToString());
        var id = await Db.ScalarAsync<Guid>("select id from roles limit 1");
        var patch = await Admin.PatchAsync($"/api/roles/{id}", $$"""{"permissions": {{permissions}} }""");
        Assert.That(patch.Status, Is.EqualTo(400), patch.ToString());
        var put = await Admin.PutAsync($"/api/roles/{id}", $$"""{"name": "Helper", "permissions": {{permissions}} }""");
        Assert.That(put.Status, Is.EqualTo(400), put.ToString());
    }

    [Test]
    public async Task A_long_name_of_a_resource_is_not_repeated_in_full()
    {
        var rejected = (await Admin.PostAsync(
            "/api/roles", $$"""{"name": "Helper", "permissions": { "{{new string('x', 10_000)}}": [] } }""")).IsProblem(
                400, "invalid_permissions");

        Assert.That(rejected.Detail, Has.Length.LessThan(600));
    }

    [Test]
    public async Task Duplicate_members_are_rejected_at_any_depth() =>
        (await Admin.PostAsync("/api/roles", """{"name": "Helper", "permissions": {"deals": {"read": "own", "read": "all"}}}""")).IsProblem(
            400, "duplicate_member");

    [Test]
    public async Task A_role_has_a_unique_name_and_permissions()
    {
        (await Admin.PostAsync("/api/roles", new { permissions = new { } })).IsProblem(400, "validation_failed", "name");
        (await Admin.PostAsync("/api/roles", new { name = "Helper" })).IsProblem(400, "invalid_permissions", "permissions");
        (await Admin.PostAsync("/api/roles", new { name = "sales REP", permissions = new { } })).IsProblem(409, "role_name_taken", "name");
    }

    [Test]
    public async Task A_created_role_cannot_exceed_the_callers_permissions()
    {
        var clerk = await UserWithAsync("""{"roles": ["create", "read"], "deals": {"read": "group"}}""");

        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": ["read"]}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": {"delete": "own"}}}""")).IsProblem(
            403, "exceeds_own_rights", "permissions");
        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": {"read": "own"}}}""")).Is(201);
    }

    [Test]
    public async Task It_requires_the_permission() =>
        (await (await UserAsync(BuiltInRoles.SalesManager)).PostAsync("/api/roles", new { name = "A", permissions = new { } })).IsProblem(
            403, "right_missing");
}
