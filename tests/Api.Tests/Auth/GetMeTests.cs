using Crm.Domain.Roles;

namespace Crm.Api.Tests.Auth;

public sealed class GetMeTests : ApiTest
{
    [Test]
    public async Task The_caller_gets_user_role_and_permissions()
    {
        var user = await UserWithAsync("""{"deals": {"read": "group", "update": "own"}, "contacts": ["create"]}""");

        var me = (await user.GetAsync("/api/auth/me")).Is(200);

        Assert.That(me["user"].GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
        Assert.That(me["role"].GetProperty("id").GetGuid(), Is.EqualTo(me["user"].GetProperty("roleId").GetGuid()));
        Assert.That(me["role"].GetProperty("name").GetString(), Is.EqualTo(me["user"].GetProperty("roleName").GetString()));
        Assert.That(
            JsonElement.DeepEquals(
                me["rights"], JsonElement.Parse("""{"contacts": {"create": "all"}, "deals": {"read": "group", "update": "own"}}""")),
            Is.True,
            me.Body);
        Assert.That(me.Body, Does.Not.Contain("assword"));
    }

    [Test]
    public async Task The_administrator_has_every_permission()
    {
        var rights = (await Admin.GetAsync("/api/auth/me")).Is(200)["rights"];

        var given = rights.EnumerateObject().SelectMany(r => r.Value.EnumerateObject()).Select(a => a.Value.GetString()).ToList();
        Assert.That(given, Has.Count.EqualTo(Enum.GetValues<Resource>().Length * Enum.GetValues<RightAction>().Length));
        Assert.That(given, Is.All.EqualTo("all"));
    }

    [Test]
    public async Task A_deactivated_role_grants_no_permissions()
    {
        var user = await UserAsync();
        await Db.ExecuteAsync("update roles set is_active = false where name = @name", new { name = BuiltInRoles.SalesRep });

        var me = (await user.GetAsync("/api/auth/me")).Is(200);

        Assert.That(me["rights"].EnumerateObject().Count(), Is.Zero);
        (await user.GetAsync("/api/companies")).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task It_requires_authentication() => (await Anonymous.GetAsync("/api/auth/me")).IsProblem(401, "not_authenticated");
}
