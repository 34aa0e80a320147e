using Crm.Domain.Roles;

namespace Crm.Api.Tests.Groups;

public sealed class GroupTests : GroupTest
{
    [Test]
    public async Task A_group_is_made_shown_changed_and_put_back()
    {
        var made = (await Admin.PostAsync("/api/groups", new { name = " North ", description = "The north.", type = "SALES_TEAM" })).Is(201);
        var path = $"/api/groups/{made.Id}";
        Assert.That((made.Header("Location"), made.ETag), Is.EqualTo((path, "\"1\"")));
        Assert.That(
            (made["name"].GetString(), made["type"].GetString(), made["isActive"].GetBoolean(), made["memberCount"].GetInt32()),
            Is.EqualTo(("North", "SALES_TEAM", true, 0)));
        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(made.Body));
        Assert.That((await Admin.PutAsync(path, made.Body)).Is(200).Body, Is.EqualTo(made.Body));

        var patched = (await Admin.PatchAsync(path, new { isActive = false }, ifMatch: made.ETag)).Is(200);
        Assert.That((patched.Version, patched["isActive"].GetBoolean(), patched["description"].GetString()), Is.EqualTo((2, false, "The north.")));
        (await Admin.PatchAsync(path, new { isActive = true }, ifMatch: made.ETag)).IsProblem(412, "version_mismatch");
        var put = (await Admin.PutAsync(path, new { name = "South" })).Is(200);
        Assert.That((put["type"].GetString(), put["description"].GetString(), put["isActive"].GetBoolean()), Is.EqualTo(("CUSTOM", (string?)null, true)));
        (await Admin.PatchAsync(path, new { memberCount = 7 })).IsProblem(400, "read_only_field", "memberCount");
    }

    [TestCase("""{}""", "validation_failed", "name")]
    [TestCase("""{"name": "  "}""", "validation_failed", "name")]
    [TestCase("""{"name": "N", "type": "TEAM"}""", "invalid_member", "type")]
    [TestCase("""{"name": "N", "type": "sales_team"}""", "invalid_member", "type")]
    [TestCase("""{"name": "N", "members": []}""", "unknown_member", "members")]
    public async Task Bad_input_is_refused_at_its_field(string body, string code, string field) =>
        (await Admin.PostAsync("/api/groups", body)).IsProblem(400, code, field);

    [Test]
    public async Task A_deleted_group_is_gone_and_comes_back_with_its_members()
    {
        var rep = await UserAsync();
        var id = await GroupAsync("North", rep);

        (await Admin.DeleteAsync($"/api/groups/{id}")).Is(204);
        (await Admin.GetAsync($"/api/groups/{id}")).IsProblem(404, "group_not_found");
        (await Admin.GetAsync($"/api/groups/{id}/members")).IsProblem(404, "group_not_found");
        (await Admin.GetAsync($"/api/groups/{id}/members/{rep.Id}")).IsProblem(404, "group_member_not_found");
        (await JoinAsync(id, Admin)).IsProblem(404, "group_not_found");
        Assert.That((await Admin.GetAsync("/api/groups")).Is(200).Items, Is.Empty);

        var restored = (await Admin.PostAsync($"/api/groups/{id}/restore")).Is(200);
        Assert.That(restored["memberCount"].GetInt32(), Is.EqualTo(1));
        Assert.That((await Admin.PostAsync($"/api/groups/{id}/restore")).Is(200).Version, Is.EqualTo(restored.Version), "live already: unchanged");
    }

    [Test]
    public async Task Groups_are_listed_searched_and_sorted()
    {
        await GroupAsync("Région Nord", await UserAsync());
        await GroupAsync("South");
        (await Admin.PostAsync("/api/groups", new { name = "Board", type = "MANAGEMENT" })).Is(201);

        async Task<string[]> NamesAsync(string query) =>
            [.. (await Admin.GetAsync($"/api/groups?{query}")).Is(200).Items.Select(i => i.GetProperty("name").GetString()!)];

        Assert.That(await NamesAsync("sort=name"), Is.EqualTo(new[] { "Board", "Région Nord", "South" }));
        Assert.That(await NamesAsync("q=region"), Is.EqualTo(new[] { "Région Nord" }));
        Assert.That(await NamesAsync("type=MANAGEMENT,CUSTOM"), Is.EqualTo(new[] { "Board" }));
        Assert.That((await Admin.GetAsync("/api/groups?name=South")).Is(200).Items.Single().GetProperty("memberCount").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task It_takes_the_right()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var id = await GroupAsync("North");

        (await rep.GetAsync($"/api/groups/{id}")).Is(200);
        (await rep.PostAsync("/api/groups", new { name = "Mine" })).IsProblem(403, "right_missing");
        (await rep.PatchAsync($"/api/groups/{id}", new { name = "Mine" })).IsProblem(403, "right_missing");
        (await rep.PostAsync($"/api/groups/{id}/members", new { userId = rep.Id })).IsProblem(403, "right_missing");
        (await rep.DeleteAsync($"/api/groups/{id}")).IsProblem(403, "right_missing");
        (await rep.PostAsync($"/api/groups/{id}/restore")).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task The_audit_tells_of_the_group_and_its_members()
    {
        var rep = await UserAsync();
        var id = await GroupAsync("North", rep);
        var member = (await Admin.GetAsync($"/api/groups/{id}/members/{rep.Id}")).Is(200);
        (await LeaveAsync(id, rep)).Is(204);

        var rows = (await Admin.GetAsync($"/api/groups/{id}/audit?limit=200")).Is(200).Items;
        var ofUser = rows.Where(r => r.GetProperty("fieldName").GetString() == $"members.{member.Id}.userId")
            .Select(r => (r.GetProperty("oldValue").GetString(), r.GetProperty("newValue").GetString(), r.GetProperty("metadata").GetProperty("version").GetInt64()));
        Assert.That(ofUser, Is.EqualTo(new (string?, string?, long)[] { ($"\"{rep.Id}\"", null, 3L), (null, $"\"{rep.Id}\"", 2L) }));
        (await rep.GetAsync($"/api/groups/{id}/audit")).IsProblem(403, "right_missing");
    }
}
