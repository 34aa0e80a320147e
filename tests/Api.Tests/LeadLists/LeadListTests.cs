namespace Crm.Api.Tests.LeadLists;

public sealed class LeadListTests : LeadListTest
{
    [Test]
    public async Task A_list_is_created_read_updated_deleted_and_restored_with_its_members()
    {
        var created = await ListAsync(new { name = " Fäir ", description = "d", type = "EVENT_ATTENDEES", isActive = false });
        var path = $"/api/lead-lists/{created.Id}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["name"].GetString(), Is.EqualTo("Fäir"));
            Assert.That(created["type"].GetString(), Is.EqualTo("EVENT_ATTENDEES"));
            Assert.That(created["isActive"].GetBoolean(), Is.False);
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
            Assert.That(created.Header("Location"), Is.EqualTo(path));
        }

        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(created.Body));
        Assert.That((await Admin.PutAsync(path, new { name = "Fair" })).Is(200)["type"].GetString(), Is.EqualTo("CUSTOM"));
        Assert.That((await Admin.PatchAsync(path, new { type = "NURTURING" }, ifMatch: "\"2\"")).Is(200).Version, Is.EqualTo(3));
        (await Admin.PatchAsync(path, new { type = "NURTURING" }, ifMatch: "\"2\"")).IsProblem(412, "version_mismatch");
        Added((await AddAsync(created.Id, new { leadIds = new[] { await LeadAsync() } })));

        (await Admin.DeleteAsync(path)).Is(204);
        foreach (var response in new[] { await Admin.GetAsync(path), await Admin.GetAsync($"{path}/members"),
            await AddAsync(created.Id, new { filter = "status=NEW" }), await Admin.DeleteAsync(path) })
            response.IsProblem(404, "lead_list_not_found");
        Assert.That((await Admin.GetAsync("/api/lead-lists")).Is(200).Items, Is.Empty);
        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Version, Is.EqualTo(6));
        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Version, Is.EqualTo(6));
        Assert.That(await MembersAsync(created.Id), Is.EqualTo("Jo"));
        Assert.That((await Admin.GetAsync($"{path}/audit")).Is(200).Items, Is.Not.Empty);
    }

    [Test]
    public async Task Each_invalid_field_is_named_and_each_filter_works()
    {
        (await Admin.PostAsync("/api/lead-lists", new { })).IsProblem(400, "validation_failed", "name");
        (await Admin.PostAsync("/api/lead-lists", new { name = "x", type = "OTHER" })).IsProblem(400, "invalid_member", "type");
        (await Admin.PostAsync("/api/lead-lists", new { name = "x", description = new string('x', 20_001) })).IsProblem(
            400, "validation_failed", "description");
        var list = await ListAsync(new { name = "Zürich", type = "PROSPECTING" });
        await ListAsync(new { name = "Aachen", description = "cold" });
        foreach (var (query, expected) in new[] { ("q=zurich", 1), ("q=cold", 1), ("type=PROSPECTING,CUSTOM", 2), ("isActive=false", 0),
            ("name=ZURICH", 0), ("name=Zürich", 1) })
            Assert.That((await Admin.GetAsync($"/api/lead-lists?{query}")).Is(200).Items, Has.Count.EqualTo(expected), query);
        Assert.That((await Admin.GetAsync("/api/lead-lists?sort=-name")).Is(200).Items[0].GetProperty("id").GetGuid(), Is.EqualTo(list.Id));
        var ignored = (await Admin.PatchAsync($"/api/lead-lists/{list.Id}", new { membersChangedAt = "2026-01-01T00:00:00Z" })).Is(200);
        Assert.That(ignored.Body, Is.EqualTo(list.Body));
    }

    [Test]
    public async Task Permissions_of_creation_and_change()
    {
        var list = await ListAsync();
        var rep = await UserAsync();
        (await rep.GetAsync($"/api/lead-lists/{list.Id}")).Is(200);
        (await rep.PostAsync("/api/lead-lists", new { name = "x" })).IsProblem(403, "right_missing");
        (await AddAsync(list.Id, new { filter = "status=NEW" }, rep)).IsProblem(403, "right_missing");
        var marketing = await UserAsync("Marketing");
        var own = (await marketing.PostAsync("/api/lead-lists", new { name = "x" })).Is(201);
        (await marketing.DeleteAsync($"/api/lead-lists/{own.Id}")).Is(204);
        (await marketing.PostAsync($"/api/lead-lists/{own.Id}/restore")).Is(200);
        var noLeads = await UserWithAsync("""{"leadLists": ["read", "update"]}""");
        (await AddAsync(list.Id, new { filter = "status=NEW" }, noLeads)).IsProblem(403, "right_missing");
        (await noLeads.DeleteAsync($"/api/lead-lists/{list.Id}/members/{Guid.NewGuid()}")).IsProblem(403, "right_missing");
    }
}
