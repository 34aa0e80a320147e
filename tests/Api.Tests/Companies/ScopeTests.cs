using Crm.Domain.Roles;

namespace Crm.Api.Tests.Companies;

/// <summary>Outside the read scope a record is not found; inside it, but outside the action's, it is forbidden.</summary>
public sealed class ScopeTests : ApiTest
{
    private static async Task<string> NewAsync(ApiClient client, object company) => $"/api/companies/{(await client.PostAsync("/api/companies", company)).Is(201).Id}";

    [Test]
    public async Task A_sales_rep_sees_all_companies_and_changes_their_own()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var mine = await NewAsync(rep, new { name = "Mine", ownerId = rep.Id });
        var theirs = await NewAsync(Admin, new { name = "Theirs", ownerId = Admin.Id });
        var nobodys = await NewAsync(Admin, new { name = "Nobodys" });

        foreach (var path in new[] { mine, theirs, nobodys })
            (await rep.GetAsync(path)).Is(200);
        Assert.That((await rep.GetAsync("/api/companies?count=exact"))["count"].GetInt32(), Is.EqualTo(3));
        (await rep.PatchAsync(mine, new { city = "Bonn" })).Is(200);
        foreach (var path in new[] { theirs, nobodys })
        {
            (await rep.PatchAsync(path, new { city = "Bonn" })).IsProblem(403, "outside_scope");
            (await rep.PutAsync(path, new { name = "X" })).IsProblem(403, "outside_scope");
        }

        (await rep.DeleteAsync(mine)).IsProblem(403, "right_missing");
        (await rep.PostAsync($"{mine}/restore")).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task Outside_the_read_scope_nothing_is_there()
    {
        var user = await UserWithAsync("""{"companies": {"create": "own", "read": "own", "update": "all", "delete": "all", "restore": "all"}}""");
        var mine = await NewAsync(user, new { name = "Mine" });
        var theirs = await NewAsync(Admin, new { name = "Theirs", ownerId = Admin.Id });

        (await user.GetAsync(mine)).Is(200);
        (await user.GetAsync(theirs)).IsProblem(404, "company_not_found");
        (await user.GetAsync($"{theirs}/tree")).IsProblem(404, "company_not_found");
        (await user.PatchAsync(theirs, new { city = "Bonn" })).IsProblem(404, "company_not_found");
        (await user.PutAsync(theirs, new { name = "X" })).IsProblem(404, "company_not_found");
        (await user.DeleteAsync(theirs)).IsProblem(404, "company_not_found");
        (await user.PostAsync($"{theirs}/restore")).IsProblem(404, "company_not_found");
        (await user.PostAsync("/api/companies", new { name = "Below", parentCompanyId = theirs[^36..] })).IsProblem(404, "company_not_found", "parentCompanyId");
        var list = (await user.GetAsync("/api/companies?count=exact")).Is(200);
        Assert.That((list.Items.Single().GetProperty("name").GetString(), list["count"].GetInt32()), Is.EqualTo(("Mine", 1)));
    }

    [Test]
    public async Task A_tree_shows_no_company_that_may_not_be_seen()
    {
        var user = await UserWithAsync("""{"companies": {"create": "own", "read": "own"}}""");
        var top = (await Admin.PostAsync("/api/companies", new { name = "Top", ownerId = Admin.Id })).Is(201).Id;
        var mine = (await Admin.PostAsync("/api/companies", new { name = "Mine", ownerId = user.Id, parentCompanyId = top })).Is(201).Id;
        (await Admin.PostAsync("/api/companies", new { name = "Sibling", ownerId = Admin.Id, parentCompanyId = top })).Is(201);
        var below = (await Admin.PostAsync("/api/companies", new { name = "Below", ownerId = user.Id, parentCompanyId = mine })).Is(201).Id;

        var tree = (await user.GetAsync($"/api/companies/{below}/tree")).Is(200);
        Assert.That(tree.Items.Select(i => i.GetProperty("name").GetString()), Is.EqualTo(new[] { "Mine", "Below" }));
    }

    [Test]
    public async Task Naming_another_owner_needs_the_right_to_assign()
    {
        var rep = await UserAsync();
        (await rep.PostAsync("/api/companies", new { name = "A", ownerId = Admin.Id })).IsProblem(403, "assign_missing");
        var mine = await NewAsync(rep, new { name = "Mine", ownerId = rep.Id });
        (await rep.PatchAsync(mine, new { ownerId = Admin.Id })).IsProblem(403, "assign_missing");
        (await rep.PatchAsync(mine, new { ownerId = rep.Id, city = "Bonn" })).Is(200);

        var manager = await UserAsync(BuiltInRoles.SalesManager);
        var given = (await manager.PatchAsync(mine, new { ownerId = manager.Id })).Is(200);
        Assert.That(given["ownerId"].GetGuid(), Is.EqualTo(manager.Id));
        (await rep.PatchAsync(mine, new { city = "Köln" })).IsProblem(403, "outside_scope");
    }

    [Test]
    public async Task Only_active_users_own_anything()
    {
        var gone = await UserAsync();
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { gone.Id });
        (await Admin.PostAsync("/api/companies", new { name = "A", ownerId = gone.Id })).IsProblem(409, "user_inactive", "ownerId");
        (await Admin.PostAsync("/api/companies", new { name = "A", ownerId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "ownerId");
        (await gone.GetAsync("/api/companies")).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_deactivated_role_gives_no_rights()
    {
        var rep = await UserAsync();
        await Db.ExecuteAsync("update roles set is_active = false where name = 'Sales Rep'");
        (await rep.GetAsync("/api/companies")).IsProblem(403, "right_missing");
    }
}
