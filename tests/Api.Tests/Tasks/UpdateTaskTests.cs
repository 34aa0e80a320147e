using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class UpdateTaskTests : ActivityTest
{
    [Test]
    public async Task Get_edit_put_back_works()
    {
        var made = await TaskAsync(new { contactId = await ContactAsync(), assigneeId = Admin.Id, status = "IN_PROGRESS", metadata = new { b = 1, a = new { c = 2 } } });
        Assert.That((await Admin.PutAsync($"/api/tasks/{made.Id}", made.Body)).Is(200).Body, Is.EqualTo(made.Body), "What changes nothing changes nothing.");
        var put = (await Admin.PutAsync($"/api/tasks/{made.Id}", new { title = "Other" })).Is(200);
        Assert.That((put["status"].GetString(), put["contactId"].GetRawText(), put["metadata"].GetRawText(), put["assigneeId"].GetRawText(), put.Version),
            Is.EqualTo(("IN_PROGRESS", "null", "null", "null", 2L)), "An absent status stays, anything else takes its default.");
    }

    [Test]
    public async Task Metadata_is_merged_by_patch()
    {
        var made = await TaskAsync(new { metadata = new { keep = 1, drop = 2, inner = new { x = 1 } } });
        var patched = (await Admin.PatchAsync($"/api/tasks/{made.Id}", """{"metadata": {"drop": null, "inner": {"y": 2}}}""")).Is(200);
        Assert.That(patched["metadata"].GetRawText().Replace(" ", ""), Is.EqualTo("""{"keep":1,"inner":{"x":1,"y":2}}"""));
    }

    [Test]
    public async Task The_status_goes_as_the_machine_allows()
    {
        var made = await TaskAsync();
        var done = (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { status = "COMPLETED" })).Is(200);
        Assert.That((done["status"].GetString(), done["completedAt"].GetDateTimeOffset()), Is.EqualTo(("COMPLETED", made["createdAt"].GetDateTimeOffset())).Using<(string?, DateTimeOffset)>((a, b) => a.Item1 == b.Item1 && (a.Item2 - b.Item2).Duration() < TimeSpan.FromMinutes(1)));
        var refused = (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { status = "IN_PROGRESS" })).IsProblem(409, "transition_not_allowed");
        Assert.That(refused["allowed"].EnumerateArray().Select(a => a.GetString()), Is.EqualTo(new[] { "PENDING" }));
        var reopened = (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { status = "PENDING" })).Is(200);
        Assert.That(reopened["completedAt"].GetRawText(), Is.EqualTo("null"));
        var actions = await Db.QueryAsync<string>("select distinct action from audit_logs where entity_id = @id and action <> 'CREATE'", new { id = made.Id });
        Assert.That(actions, Is.EqualTo(new[] { "STATUS_CHANGE" }));
    }

    [Test]
    public async Task Giving_it_to_another_needs_assign_and_new_subjects_must_be_there()
    {
        var user = await UserWithAsync("""{"tasks": {"create": "own", "read": "own", "update": "own"}}""");
        var made = await TaskAsync(client: user);
        (await user.PatchAsync($"/api/tasks/{made.Id}", new { assigneeId = Admin.Id })).IsProblem(403, "assign_missing");
        (await user.PatchAsync($"/api/tasks/{made.Id}", new { contactId = await ContactAsync() })).IsProblem(404, "contact_not_found", "contactId");
        (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { assigneeId = Admin.Id })).Is(200);
        (await user.PatchAsync($"/api/tasks/{made.Id}", new { title = "mine still", assigneeId = Admin.Id })).Is(200);
        (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { startDate = "2026-02-01", dueDate = "2026-01-01" })).IsProblem(400, "validation_failed", "dueDate");
        (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { overdue = true })).IsProblem(400, "read_only_field", "overdue");
    }
}
