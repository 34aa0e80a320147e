using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class UpdateTaskTests : ActivityTest
{
    [Test]
    public async Task Get_edit_put_back_works()
    {
        var created = await TaskAsync(
            new
            {
                contactId = await ContactAsync(),
                assigneeId = Admin.Id,
                status = "IN_PROGRESS",
                metadata = new { b = 1, a = new { c = 2 } }
            });
        Assert.That((await Admin.PutAsync($"/api/tasks/{created.Id}", created.Body)).Is(200).Body, Is.EqualTo(created.Body),
            "An update without changes has no effect.");
        var put = (await Admin.PutAsync($"/api/tasks/{created.Id}", new { title = "Other" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            // An absent status stays, anything else takes its default.
            Assert.That(put["status"].GetString(), Is.EqualTo("IN_PROGRESS"));
            Assert.That(put["contactId"].GetRawText(), Is.EqualTo("null"));
            Assert.That(put["metadata"].GetRawText(), Is.EqualTo("null"));
            Assert.That(put["assigneeId"].GetRawText(), Is.EqualTo("null"));
            Assert.That(put.Version, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Metadata_is_merged_by_patch()
    {
        var created = await TaskAsync(new { metadata = new { keep = 1, drop = 2, inner = new { x = 1 } } });
        var patched = (await Admin.PatchAsync($"/api/tasks/{created.Id}", """{"metadata": {"drop": null, "inner": {"y": 2}}}""")).Is(200);
        Assert.That(patched["metadata"].GetRawText().Replace(" ", ""), Is.EqualTo("""{"keep":1,"inner":{"x":1,"y":2}}"""));
    }

    [Test]
    public async Task The_status_follows_the_state_machine()
    {
        var created = await TaskAsync();
        var done = (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { status = "COMPLETED" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(done["status"].GetString(), Is.EqualTo("COMPLETED"));
            Assert.That(done["completedAt"].GetDateTimeOffset(), Is.EqualTo(created["createdAt"].GetDateTimeOffset())
                .Within(TimeSpan.FromMinutes(1)));
        }

        var rejected = (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { status = "IN_PROGRESS" })).IsProblem(
            409, "transition_not_allowed");
        Assert.That(rejected["allowed"].EnumerateArray().Select(a => a.GetString()), Is.EqualTo(new[] { "PENDING" }));
        var reopened = (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { status = "PENDING" })).Is(200);
        Assert.That(reopened["completedAt"].GetRawText(), Is.EqualTo("null"));
        var actions = await Db.QueryAsync<string>(
            "select distinct action from audit_logs where entity_id = @id and action <> 'CREATE'", new { id = created.Id });
        Assert.That(actions, Is.EqualTo(new[] { "STATUS_CHANGE" }));
    }

    [Test]
    public async Task Another_assignee_requires_assign_and_new_subjects_must_exist()
    {
        var user = await UserWithAsync("""{"tasks": {"create": "own", "read": "own", "update": "own"}}""");
        var created = await TaskAsync(client: user);
        (await user.PatchAsync($"/api/tasks/{created.Id}", new { assigneeId = Admin.Id })).IsProblem(403, "assign_missing");
        (await user.PatchAsync($"/api/tasks/{created.Id}", new { contactId = await ContactAsync() })).IsProblem(
            404, "contact_not_found", "contactId");
        (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { assigneeId = Admin.Id })).Is(200);
        (await user.PatchAsync($"/api/tasks/{created.Id}", new { title = "mine still", assigneeId = Admin.Id })).Is(200);
        (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { startDate = "2026-02-01", dueDate = "2026-01-01" })).IsProblem(
            400, "validation_failed", "dueDate");
        Assert.That((await Admin.PatchAsync($"/api/tasks/{created.Id}", new { overdue = true })).Is(200)["overdue"].GetBoolean(), Is.False);
    }
}
