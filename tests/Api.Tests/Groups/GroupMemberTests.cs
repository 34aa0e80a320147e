namespace Crm.Api.Tests.Groups;

public sealed class GroupMemberTests : GroupTest
{
    [Test]
    public async Task A_member_is_added_shown_listed_and_removed()
    {
        var rep = await UserAsync(firstName: "Jo", lastName: "Winter");
        var id = await GroupAsync("North");

        var added = (await JoinAsync(id, rep)).Is(201);
        Assert.That((added.Header("Location"), added.ETag), Is.EqualTo(($"/api/groups/{id}/members/{rep.Id}", "\"2\"")));
        Assert.That(
            (added["groupId"].GetGuid(), added["userId"].GetGuid(), added["userName"].GetString(), added["userIsActive"].GetBoolean(), added["addedById"].GetGuid()),
            Is.EqualTo((id, rep.Id, "Jo Winter", true, Admin.Id)));
        Assert.That((await Admin.GetAsync(added.Header("Location")!)).Is(200).Body, Is.EqualTo(added.Body));
        var listed = (await Admin.GetAsync($"/api/groups/{id}/members?count=exact")).Is(200);
        Assert.That((listed["count"].GetInt32(), listed.Items.Single().GetProperty("userName").GetString()), Is.EqualTo((1, "Jo Winter")));
        Assert.That((await rep.GetAsync($"/api/groups/{id}/members?userId=me")).Is(200).Items, Has.Count.EqualTo(1));

        (await LeaveAsync(id, rep)).Is(204);
        (await LeaveAsync(id, rep)).IsProblem(404, "group_member_not_found");
        Assert.That((await Admin.GetAsync($"/api/groups/{id}")).Is(200)["memberCount"].GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Only_an_active_user_joins_and_only_once()
    {
        var (rep, gone) = (await UserAsync(), await UserAsync());
        var id = await GroupAsync("North", rep);
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { gone.Id });

        (await JoinAsync(id, rep)).IsProblem(409, "group_member_exists", "userId");
        (await JoinAsync(id, gone)).IsProblem(409, "user_inactive", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", new { userId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", "{}")).IsProblem(400, "validation_failed", "userId");
        (await Admin.PostAsync($"/api/groups/{id}/members", """{"userId": "me"}""")).IsProblem(400, "invalid_member", "userId");
        (await Admin.PostAsync($"/api/groups/{Guid.NewGuid()}/members", new { userId = rep.Id })).IsProblem(404, "group_not_found");
    }

    [Test]
    public async Task Of_many_who_add_one_user_at_once_one_does()
    {
        var rep = await UserAsync();
        var id = await GroupAsync("North");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinAsync(id, rep)));

        Assert.That(answers.Count(a => a.Status == 201), Is.EqualTo(1));
        foreach (var refused in answers.Where(a => a.Status != 201))
            refused.IsProblem(409, "group_member_exists", "userId");
    }

    [Test]
    public async Task My_active_groups_are_told_with_my_rights()
    {
        var rep = await UserAsync();
        var (north, old) = (await GroupAsync("North", rep), await GroupAsync("Old", rep));
        await GroupAsync("Others", await UserAsync());
        (await Admin.PatchAsync($"/api/groups/{old}", new { isActive = false })).Is(200);

        var groups = (await rep.GetAsync("/api/auth/me")).Is(200)["groups"];

        Assert.That(groups.GetRawText(), Is.EqualTo($$"""[{"id":"{{north}}","name":"North","type":"SALES_TEAM"}]"""));
    }
}
