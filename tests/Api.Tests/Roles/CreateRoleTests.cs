using Crm.Domain.Roles;

namespace Crm.Api.Tests.Roles;

public sealed class CreateRoleTests : ApiTest
{
    [TestCase("""{"contacts": ["create", "read"]}""")]
    [TestCase("""{"deals": {"read": "group", "update": "own"}}""")]
    [TestCase("""{"contacts": ["create"], "deals": {"read": "all"}, "leadLists": [], "notes": {}}""")]
    [TestCase("{}")]
    public async Task Permissions_are_kept_in_the_shape_they_were_given_in(string permissions)
    {
        var made = (await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "description": "Helps.", "permissions": {{permissions}} }""")).Is(201);

        Assert.That(made.Header("Location"), Is.EqualTo($"/api/roles/{made.Id}"));
        Assert.That(JsonElement.DeepEquals(made["permissions"], JsonElement.Parse(permissions)), Is.True, made.Body);
        Assert.That(made["isActive"].GetBoolean(), Is.True);
        var got = (await Admin.GetAsync($"/api/roles/{made.Id}")).Is(200);
        Assert.That(got.Body, Is.EqualTo(made.Body));
        Assert.That(got.ETag, Is.EqualTo("\"1\""));
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
        var refused = (await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "permissions": {{permissions}} }""")).IsProblem(400, "invalid_permissions", "permissions");

        Assert.That(refused.Detail, Does.Contain(named));
    }

    [TestCase("""{"\ud800": ["read"]}""")]
    [TestCase("""{"contacts": ["\ud800"]}""")]
    [TestCase("""{"contacts": {"\ud800": "all"}}""")]
    [TestCase("""{"contacts": {"read": "\ud800"}}""")]
    [TestCase("""{"contacts": ["\u0000"]}""")]
    public async Task Broken_text_inside_permissions_is_the_callers_fault(string permissions)
    {
        var refused = await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "permissions": {{permissions}} }""");

        Assert.That(refused.Status, Is.EqualTo(400), refused.ToString());
        var id = await Db.ScalarAsync<Guid>("select id from roles limit 1");
        var patch = await Admin.PatchAsync($"/api/roles/{id}", $$"""{"permissions": {{permissions}} }""");
        Assert.That(patch.Status, Is.EqualTo(400), patch.ToString());
        var put = await Admin.PutAsync($"/api/roles/{id}", $$"""{"name": "Helper", "permissions": {{permissions}} }""");
        Assert.That(put.Status, Is.EqualTo(400), put.ToString());
    }

    [Test]
    public async Task A_long_name_of_a_resource_is_not_repeated_in_full()
    {
        var refused = (await Admin.PostAsync("/api/roles", $$"""{"name": "Helper", "permissions": { "{{new string('x', 10_000)}}": [] } }""")).IsProblem(400, "invalid_permissions");

        Assert.That(refused.Detail, Has.Length.LessThan(600));
    }

    [Test]
    public async Task Members_twice_are_refused_at_any_depth() =>
        (await Admin.PostAsync("/api/roles", """{"name": "Helper", "permissions": {"deals": {"read": "own", "read": "all"}}}""")).IsProblem(400, "duplicate_member");

    [Test]
    public async Task A_role_has_a_name_of_its_own_and_permissions()
    {
        (await Admin.PostAsync("/api/roles", new { permissions = new { } })).IsProblem(400, "validation_failed", "name");
        (await Admin.PostAsync("/api/roles", new { name = "Helper" })).IsProblem(400, "invalid_permissions", "permissions");
        (await Admin.PostAsync("/api/roles", new { name = "sales REP", permissions = new { } })).IsProblem(409, "role_name_taken", "name");
    }

    [Test]
    public async Task Nobody_makes_a_role_with_more_rights_than_their_own()
    {
        var clerk = await UserWithAsync("""{"roles": ["create", "read"], "deals": {"read": "group"}}""");

        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": ["read"]}}""")).IsProblem(403, "exceeds_own_rights", "permissions");
        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": {"delete": "own"}}}""")).IsProblem(403, "exceeds_own_rights", "permissions");
        (await clerk.PostAsync("/api/roles", """{"name": "A", "permissions": {"deals": {"read": "own"}}}""")).Is(201);
    }

    [Test]
    public async Task It_takes_the_right() =>
        (await (await UserAsync(BuiltInRoles.SalesManager)).PostAsync("/api/roles", new { name = "A", permissions = new { } })).IsProblem(403, "right_missing");
}
