using System.Text.Json;
using Crm.Domain.Roles;

namespace Crm.Domain.Tests.Roles;

public sealed class PermissionsTests
{
    private static Result<Permissions> Parse(string json) => Permissions.Parse(JsonElement.Parse(json));

    [Test]
    public void Both_formats_are_accepted_together()
    {
        var permissions = Parse(
            """{"contacts": ["create", "read"], "deals": {"read": "group", "update": "own", "readPrivate": "all"}""" +
            """, "leadLists": []}""").Value;

        Assert.That(permissions.Scopes, Is.EquivalentTo(new Dictionary<Right, Scope>
        {
            [new(Resource.Contacts, RightAction.Create)] = Scope.All,
            [new(Resource.Contacts, RightAction.Read)] = Scope.All,
            [new(Resource.Deals, RightAction.Read)] = Scope.Group,
            [new(Resource.Deals, RightAction.Update)] = Scope.Own,
            [new(Resource.Deals, RightAction.ReadPrivate)] = Scope.All,
        }));
        Assert.That(permissions[new(Resource.Deals, RightAction.Delete)], Is.Null);
        Assert.That(Parse("{}").Value.Scopes, Is.Empty);
    }

    [TestCase("[]", "object")]
    [TestCase("\"all\"", "object")]
    [TestCase("null", "object")]
    [TestCase("""{"deal": ["read"]}""", "'deal'")]
    [TestCase("""{"Deals": ["read"]}""", "'Deals'")]
    [TestCase("""{"deals": ["see"]}""", "'see'")]
    [TestCase("""{"deals": [1]}""", "'1'")]
    [TestCase("""{"deals": {"see": "all"}}""", "'see'")]
    [TestCase("""{"deals": {"read": "mine"}}""", "'mine'")]
    [TestCase("""{"deals": {"read": true}}""", "'True'")]
    [TestCase("""{"deals": true}""", "permissions.deals")]
    public void An_invalid_permission_is_named(string json, string named) =>
        Assert.That(Parse(json).Fails("invalid_permissions", ErrorKind.Invalid, "permissions")!.Message, Does.Contain(named));

    [Test]
    public void Only_every_permission_with_the_scope_all_makes_an_administrator()
    {
        Assert.That(Parse(Permissions.EverythingJson).Value.AreAll, Is.True);
        foreach (var right in Parse(Permissions.EverythingJson).Value.Scopes.Keys)
        {
            var (resource, action) = (PermissionNames.Of(right.Resource), PermissionNames.Of(right.Action));
            var json = System.Text.Json.Nodes.JsonNode.Parse(Parse(Permissions.EverythingJson).Value.ToJson().GetRawText())!;
            json[resource]![action] = "group";
            Assert.That(Parse(json.ToJsonString()).Value.AreAll, Is.False, $"{right}");
        }

        Assert.That(Parse("""{"users": ["update"], "roles": ["update"]}""").Value.AreAll, Is.False);
    }

    [TestCase("""{"deals": {"read": "group"}}""", """{"deals": {"read": "own"}}""", null)]
    [TestCase("""{"deals": {"read": "group"}}""", """{"deals": {"read": "group"}}""", null)]
    [TestCase("""{"deals": {"read": "group"}}""", """{"deals": {"read": "all"}}""", "deals:read (all)")]
    [TestCase("""{"deals": {"read": "all"}}""", """{"deals": {"update": "own"}}""", "deals:update (own)")]
    [TestCase("{}", "{}", null)]
    public void The_first_exceeding_permission_is_named(string mine, string other, string? beyond) =>
        Assert.That(Parse(mine).Value.FirstBeyond(Parse(other).Value), Is.EqualTo(beyond));

    [Test]
    public void New_or_wider_permissions_are_the_exceeding_ones() => Assert.That(
        Parse("""{"deals": {"read": "all", "update": "own"}, "notes": ["read"]}""").Value
            .Beyond(Parse("""{"deals": {"read": "group", "update": "all"}}""").Value).Scopes,
        Is.EquivalentTo(new Dictionary<Right, Scope>
        {
            [new(Resource.Deals, RightAction.Read)] = Scope.All,
            [new(Resource.Notes, RightAction.Read)] = Scope.All,
        }));

    [Test]
    public void The_administrator_may_do_everything()
    {
        var everything = Parse(Permissions.EverythingJson).Value;
        foreach (var resource in Enum.GetValues<Resource>())
        {
            foreach (var action in Enum.GetValues<RightAction>())
                Assert.That(everything[new(resource, action)], Is.EqualTo(Scope.All));
        }
    }

    [Test]
    public void The_built_in_roles_can_be_read()
    {
        Assert.That(BuiltInRoles.All.Select(r => r.Name),
            Is.EqualTo(new[] { "Administrator", "Sales Manager", "Sales Rep", "Marketing", "Read Only" }));
        foreach (var (_, _, json) in BuiltInRoles.All)
            Assert.That(Permissions.Parse(json).Error, Is.Null);
    }

    [Test]
    public void A_sales_rep_updates_only_own_records()
    {
        var rep = Permissions.Parse(BuiltInRoles.All.Single(r => r.Name == BuiltInRoles.SalesRep).Permissions).Value;
        Assert.That(rep[new(Resource.Companies, RightAction.Read)], Is.EqualTo(Scope.All));
        Assert.That(rep[new(Resource.Companies, RightAction.Update)], Is.EqualTo(Scope.Own));
        Assert.That(rep[new(Resource.Companies, RightAction.Delete)], Is.Null);
        Assert.That(rep[new(Resource.Companies, RightAction.Assign)], Is.Null);
        Assert.That(rep[new(Resource.Deals, RightAction.Read)], Is.EqualTo(Scope.Group));
        Assert.That(rep[new(Resource.Deals, RightAction.Restore)], Is.EqualTo(Scope.Own));
    }

    [Test]
    public void The_intersection_has_the_narrower_scope()
    {
        var one = Permissions.Parse(
            JsonElement.Parse("""{"deals": {"read": "all", "update": "own", "delete": "all"}, "contacts": ["read"]}""")).Value;
        var other = Permissions.Parse(JsonElement.Parse("""{"deals": {"read": "group", "update": "all"}, "notes": ["read"]}""")).Value;
        const string both = """{"deals":{"read":"group","update":"own"}}""";
        Assert.That(one.Within(other).ToJson().GetRawText(), Is.EqualTo(both));
        Assert.That(other.Within(one).ToJson().GetRawText(), Is.EqualTo(both));
        Assert.That(one.Within(Permissions.None).Scopes, Is.Empty);
    }

    [Test]
    public void Permissions_are_written_as_resource_and_action() =>
        Assert.That(new Right(Resource.LeadLists, RightAction.ReadPrivate).ToString(), Is.EqualTo("leadLists:readPrivate"));
}
