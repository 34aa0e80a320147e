using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class ListTasksTests : ActivityTest
{
    [Test]
    public async Task An_open_task_after_its_due_date_is_overdue()
    {
        var late = await TaskAsync(new { title = "late", dueDate = Instant(Clock.Now.AddMinutes(-1)) });
        var put = await TaskAsync(new { title = "put off", status = "DEFERRED", dueDate = Instant(Clock.Now.AddMinutes(-1)) });
        var done = await TaskAsync(new { title = "done", dueDate = Instant(Clock.Now.AddMinutes(-1)) });
        (await Admin.PatchAsync($"/api/tasks/{done.Id}/complete", new { })).Is(200);
        var soon = await TaskAsync(new { title = "soon", dueDate = Instant(Clock.Now.AddMinutes(10)) });
        var never = await TaskAsync(new { title = "never" });

        var overdue = (await Admin.GetAsync("/api/tasks?overdue=true&sort=createdAt&count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ids(overdue.Items), Is.EqualTo(new[] { late.Id, put.Id }));
            Assert.That(overdue["count"].GetInt32(), Is.EqualTo(2));
        }

        Assert.That(overdue.Items.Select(t => t.GetProperty("overdue").GetBoolean()), Is.All.True);
        var rest = (await Admin.GetAsync("/api/tasks?overdue=false&sort=createdAt")).Is(200);
        Assert.That(Ids(rest.Items), Is.EqualTo(new[] { done.Id, soon.Id, never.Id }));
        Assert.That(rest.Items.Select(t => t.GetProperty("overdue").GetBoolean()), Is.All.False);

        Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.That(Ids((await Admin.GetAsync("/api/tasks?overdue=true&sort=dueDate")).Is(200).Items), Does.Contain(soon.Id));
        Assert.That((await Admin.GetAsync($"/api/tasks/{soon.Id}")).Is(200)["overdue"].GetBoolean(), Is.True);
        (await Admin.GetAsync("/api/tasks?overdue=yes")).IsProblem(400, "invalid_parameter", "overdue");
        (await Admin.GetAsync("/api/tasks?overdue[ne]=true")).IsProblem(400, "unknown_operator");
        (await Admin.GetAsync("/api/tasks?sort=overdue")).IsProblem(400, "unknown_sort");
    }

    [Test]
    public async Task It_is_filtered_by_owner_and_fields_and_searched()
    {
        var user = await UserAsync();
        var contact = await ContactAsync();
        var mine = await TaskAsync(
            new { title = "Größe prüfen", description = "the quote", contactId = contact, priority = "HIGH", assigneeId = user.Id });
        await TaskAsync(new { title = "Other" });
        foreach (var query in new[] { "assigneeId=me", "q=grosse", "q=quote", $"contactId={contact}&priority=HIGH,URGENT",
            "status=PENDING&creatorId[ne]=me&type=OTHER&title[contains]=prüfen" })
            Assert.That(Ids((await user.GetAsync($"/api/tasks?{query}")).Is(200).Items), Is.EqualTo(new[] { mine.Id }), query);
        (await Admin.GetAsync("/api/tasks?workflowId=x")).IsProblem(400, "unknown_parameter");
    }
}
