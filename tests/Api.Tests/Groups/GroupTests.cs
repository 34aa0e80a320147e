using Crm.Domain.Roles;

namespace Crm.Api.Tests.Groups;

public sealed class GroupTests : GroupTest
{
    [Test]
    public async Task A_group_is_created_read_updated_and_replaced()
    {
        var created = (await Admin.PostAsync("/api/groups", new { name = " North ", description = "The north.", type = "SALES_TEAM" })).Is(
            201);
        var path = $"/api/groups/{created.Id}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Header("Location"), Is.EqualTo(path));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
            Assert.That(created["name"].GetString(), Is.EqualTo("North"));
            Assert.That(created["type"].GetString(), Is.EqualTo("SALES_TEAM"));
            Assert.That(created["isActive"].GetBoolean(), Is.True);
            Assert.That(created["memberCount"].GetInt32(), Is.Zero);
        }

        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(created.Body));
        Assert.That((await Admin.PutAsync(path, created.Body)).Is(200).Body, Is.EqualTo(created.Body));

        var patched = (await Admin.PatchAsync(path, new { isActive = false }, ifMatch: created.ETag)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched.Version, Is.EqualTo(2));
            Assert.That(patched["isActive"].GetBoolean(), Is.False);
            Assert.That(patched["description"].GetString(), Is.EqualTo("The north."));
        }

        (await Admin.PatchAsync(path, new { isActive = true }, ifMatch: created.ETag)).IsProblem(412, "version_mismatch");
        var put = (await Admin.PutAsync(path, new { name = "South" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["type"].GetString(), Is.EqualTo("CUSTOM"));
            Assert.That(put["description"].GetString(), Is.Null);
            Assert.That(put["isActive"].GetBoolean(), Is.True);
        }

        Assert.That((await Admin.PatchAsync(path, new { memberCount = 7 })).Is(200).Body, Is.EqualTo(put.Body), "It is derived.");
    }

    [TestCase("""{}""", "validation_failed", "name")]
    [TestCase("""{"name": "  "}""", "validation_failed", "name")]
    [TestCase("""{"name": "N", "type": "TEAM"}""", "invalid_member", "type")]
    [TestCase("""{"name": "N", "type": "sales_team"}""", "invalid_member", "type")]
    [TestCase("""{"name": "N", "members": []}""", "unknown_member", "members")]
    public async Task Invalid_input_is_rejected_with_its_field(string body, string code, string field) =>
        (await Admin.PostAsync("/api/groups", body)).IsProblem(400, code, field);

    [Test]
    public async Task A_deleted_group_is_not_found_and_is_restored_with_its_members()
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
        Assert.That((await Admin.PostAsync($"/api/groups/{id}/restore")).Is(200).Version, Is.EqualTo(restored.Version),
            "A live record is not changed.");
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
    public async Task It_requires_the_permission()
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
    public async Task The_audit_has_the_group_and_its_members()
    {
        var rep = await UserAsync();
        var id = await GroupAsync("North", rep);
        var member = (await Admin.GetAsync($"/api/groups/{id}/members/{rep.Id}")).Is(200);
        (await LeaveAsync(id, rep)).Is(204);

        var rows = (await Admin.GetAsync($"/api/groups/{id}/audit?limit=200")).Is(200).Items;
        var ofUser = rows.Where(r => r.GetProperty("fieldName").GetString() == $"members.{member.Id}.userId")
            .Select(r => new
            {
                OldValue = r.GetProperty("oldValue").GetString(),
                NewValue = r.GetProperty("newValue").GetString(),
                Version = r.GetProperty("metadata").GetProperty("version").GetInt64(),
            });
        Assert.That(ofUser, Is.EqualTo(new[]
        {
            new { OldValue = (string?)$"\"{rep.Id}\"", NewValue = (string?)null, Version = 3L },
            new { OldValue = (string?)null, NewValue = (string?)$"\"{rep.Id}\"", Version = 2L },
        }));
        (await rep.GetAsync($"/api/groups/{id}/audit")).IsProblem(403, "right_missing");
    }
}
