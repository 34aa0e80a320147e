using Crm.Domain.Roles;

namespace Crm.Api.Tests.Companies;

/// <summary>A record outside the read scope returns 404; a record inside it, but outside the scope of the action, returns 403.</summary>
public sealed class ScopeTests : ApiTest
{
    private static async Task<string> NewAsync(ApiClient client, object company) =>
        $"/api/companies/{(await client.PostAsync("/api/companies", company)).Is(201).Id}";

    [Test]
    public async Task A_sales_rep_reads_all_companies_and_updates_own_ones()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var mine = await NewAsync(rep, new { name = "Mine", ownerId = rep.Id });
        var theirs = await NewAsync(Admin, new { name = "Theirs", ownerId = Admin.Id });
        var unowned = await NewAsync(Admin, new { name = "Nobodys" });

        foreach (var path in new[] { mine, theirs, unowned })
            (await rep.GetAsync(path)).Is(200);
        Assert.That((await rep.GetAsync("/api/companies?count=exact"))["count"].GetInt32(), Is.EqualTo(3));
        (await rep.PatchAsync(mine, new { city = "Bonn" })).Is(200);
        foreach (var path in new[] { theirs, unowned })
        {
            (await rep.PatchAsync(path, new { city = "Bonn" })).IsProblem(403, "outside_scope");
            (await rep.PutAsync(path, new { name = "X" })).IsProblem(403, "outside_scope");
        }

        (await rep.DeleteAsync(mine)).IsProblem(403, "right_missing");
        (await rep.PostAsync($"{mine}/restore")).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task Records_outside_the_read_scope_are_not_found()
    {
        var user = await UserWithAsync(
            """{"companies": {"create": "own", "read": "own", "update": "all", "delete": "all", "restore": "all"}}""");
        var mine = await NewAsync(user, new { name = "Mine" });
        var theirs = await NewAsync(Admin, new { name = "Theirs", ownerId = Admin.Id });

        (await user.GetAsync(mine)).Is(200);
        (await user.GetAsync(theirs)).IsProblem(404, "company_not_found");
        (await user.GetAsync($"{theirs}/tree")).IsProblem(404, "company_not_found");
        (await user.PatchAsync(theirs, new { city = "Bonn" })).IsProblem(404, "company_not_found");
        (await user.PutAsync(theirs, new { name = "X" })).IsProblem(404, "company_not_found");
        (await user.DeleteAsync(theirs)).IsProblem(404, "company_not_found");
        (await user.PostAsync($"{theirs}/restore")).IsProblem(404, "company_not_found");
        (await user.PostAsync("/api/companies", new { name = "Below", parentCompanyId = theirs[^36..] })).IsProblem(
            404, "company_not_found", "parentCompanyId");
        var list = (await user.GetAsync("/api/companies?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items.Single().GetProperty("name").GetString(), Is.EqualTo("Mine"));
            Assert.That(list["count"].GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_tree_has_only_companies_in_the_read_scope()
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
    public async Task Another_owner_requires_the_permission_to_assign()
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
    public async Task Only_active_users_can_be_owners()
    {
        var deleted = await UserAsync();
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { deleted.Id });
        (await Admin.PostAsync("/api/companies", new { name = "A", ownerId = deleted.Id })).IsProblem(409, "user_inactive", "ownerId");
        (await Admin.PostAsync("/api/companies", new { name = "A", ownerId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "ownerId");
        (await deleted.GetAsync("/api/companies")).IsProblem(401, "not_authenticated");
    }

    [Test]
    public async Task A_deactivated_role_grants_no_permissions()
    {
        var rep = await UserAsync();
        await Db.ExecuteAsync("update roles set is_active = false where name = 'Sales Rep'");
        (await rep.GetAsync("/api/companies")).IsProblem(403, "right_missing");
    }
}
