namespace Crm.Api.Tests.Groups;

public sealed class GroupMemberTests : GroupTest
{
    [Test]
    public async Task A_member_is_added_shown_listed_and_removed()
    {
        var rep = await UserAsync(firstName: "Jo", lastName: "Winter");
        var id = await GroupAsync("North");

        var added = (await JoinAsync(id, rep)).Is(201);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Header("Location"), Is.EqualTo($"/api/groups/{id}/members/{rep.Id}"));
            Assert.That(added.TaggedVersion, Is.EqualTo(2));
            Assert.That(added["groupId"].GetGuid(), Is.EqualTo(id));
            Assert.That(added["userId"].GetGuid(), Is.EqualTo(rep.Id));
            Assert.That(added["userName"].GetString(), Is.EqualTo("Jo Winter"));
            Assert.That(added["userIsActive"].GetBoolean(), Is.True);
            Assert.That(added["addedById"].GetGuid(), Is.EqualTo(Admin.Id));
        }

        Assert.That((await Admin.GetAsync(added.Header("Location")!)).Is(200).Body, Is.EqualTo(added.Body));
        var listed = (await Admin.GetAsync($"/api/groups/{id}/members?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed["count"].GetInt32(), Is.EqualTo(1));
            Assert.That(listed.Items.Single().GetProperty("userName").GetString(), Is.EqualTo("Jo Winter"));
        }

        Assert.That((await rep.GetAsync($"/api/groups/{id}/members?userId=me")).Is(200).Items, Has.Count.EqualTo(1));

        (await LeaveAsync(id, rep)).Is(204);
        (await LeaveAsync(id, rep)).IsProblem(404, "group_member_not_found");
        Assert.That((await Admin.GetAsync($"/api/groups/{id}")).Is(200)["memberCount"].GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Only_an_active_user_joins_and_only_once()
    {
        var (rep, deleted) = (await UserAsync(), await UserAsync());
        var id = await GroupAsync("North", rep);
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { deleted.Id });

        (await JoinAsync(id, rep)).IsProblem(409, "group_member_exists", "userId");
        (await JoinAsync(id, deleted)).IsProblem(409, "user_inactive", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", new { userId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", "{}")).IsProblem(400, "validation_failed", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", """{"userId": "me"}""")).IsProblem(400, "invalid_member", "userId");
        (await Admin.PostAsync($"/api/groups/{Guid.NewGuid()}/members", new { userId = rep.Id })).IsProblem(404, "group_not_found");
    }

    [Test]
    public async Task Of_concurrent_additions_of_one_user_one_succeeds()
    {
        var rep = await UserAsync();
        var id = await GroupAsync("North");

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinAsync(id, rep)));

        Assert.That(responses.Count(a => a.Status == 201), Is.EqualTo(1));
        foreach (var rejected in responses.Where(a => a.Status != 201))
            rejected.IsProblem(409, "group_member_exists", "userId");
    }

    [Test]
    public async Task Callers_cannot_widen_their_own_scope_by_a_group()
    {
        const string Groups = """ "groups": ["create", "read", "update", "delete", "restore"], "users": ["read"] """;
        var clerk = await UserWithAsync($$"""{ {{Groups}}, "deals": {"read": "group"} }""");
        var (rep, other) = (await UserAsync(), await UserAsync());
        var north = await GroupAsync("North", rep);
        var own = (await clerk.PostAsync("/api/groups", new { name = "Own", type = "SALES_TEAM" })).Is(201).Id;

        (await clerk.PostAsync($"/api/groups/{north}/members", new { userId = clerk.Id })).IsProblem(403, "widens_own_scope");
        (await clerk.PostAsync($"/api/groups/{own}/members", new { userId = clerk.Id })).Is(201);
        (await clerk.PostAsync($"/api/groups/{own}/members", new { userId = rep.Id })).IsProblem(403, "widens_own_scope");
        (await clerk.PostAsync($"/api/groups/{north}/members", new { userId = other.Id })).Is(201);

        (await Admin.PatchAsync($"/api/groups/{own}", new { isActive = false })).Is(200);
        (await Admin.PostAsync($"/api/groups/{own}/members", new { userId = rep.Id })).Is(201);
        (await clerk.PatchAsync($"/api/groups/{own}", new { isActive = true })).IsProblem(403, "widens_own_scope");
        (await Admin.PatchAsync($"/api/groups/{own}", new { isActive = true })).Is(200);
        (await clerk.DeleteAsync($"/api/groups/{own}")).Is(204);
        (await clerk.PostAsync($"/api/groups/{own}/restore")).IsProblem(403, "widens_own_scope");
        (await Admin.PostAsync($"/api/groups/{own}/restore")).Is(200);

        var free = await UserWithAsync($$"""{ {{Groups}}, "deals": ["read"] }""");
        (await free.PostAsync($"/api/groups/{north}/members", new { userId = free.Id })).Is(201);
    }

    [Test]
    public async Task Active_groups_and_permissions_of_the_caller_are_returned()
    {
        var rep = await UserAsync();
        var (north, old) = (await GroupAsync("North", rep), await GroupAsync("Old", rep));
        await GroupAsync("Others", await UserAsync());
        (await Admin.PatchAsync($"/api/groups/{old}", new { isActive = false })).Is(200);

        var groups = (await rep.GetAsync("/api/auth/me")).Is(200)["groups"];

        Assert.That(groups.GetRawText(), Is.EqualTo($$"""[{"id":"{{north}}","name":"North","type":"SALES_TEAM"}]"""));
    }
}
