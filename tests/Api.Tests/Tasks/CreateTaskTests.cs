using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class CreateTaskTests : ActivityTest
{
    [Test]
    public async Task Everything_given_is_shown()
    {
        var (company, lead) = (await CompanyAsync(), await LeadAsync());
        var (contact, deal) = (await ContactAsync(), await DealAsync(company));
        var made = await TaskAsync(new
        {
            title = "  Call back ",
            description = "About the offer",
            type = "CALL",
            priority = "URGENT",
            status = "IN_PROGRESS",
            startDate = "2026-01-30T08:00:00+02:00",
            dueDate = "2026-01-31T09:30:00.1234567Z",
            estimatedDuration = 15,
            actualDuration = 0,
            outcome = "none yet",
            notes = "n",
            metadata = new { source = "fair", list = new[] { 1, 2 } },
            assigneeId = Admin.Id,
            contactId = contact,
            dealId = deal,
            companyId = company,
            leadId = lead,
        });

        Assert.That(
            (made["title"].GetString(), made["type"].GetString(), made["priority"].GetString(), made["status"].GetString(), made["startDate"].GetString(), made["dueDate"].GetString()),
            Is.EqualTo(("Call back", "CALL", "URGENT", "IN_PROGRESS", "2026-01-30T06:00:00.000000Z", "2026-01-31T09:30:00.123456Z")));
        Assert.That(
            (made["contactName"].GetString(), made["dealTitle"].GetString(), made["companyName"].GetString(), made["leadName"].GetString(), made["assigneeId"].GetGuid(), made["creatorId"].GetGuid()),
            Is.EqualTo(("Ada Keller", "Rollout", "Acme", "Lee Prospect", Admin.Id, Admin.Id)));
        Assert.That((made["metadata"].GetRawText().Replace(" ", ""), made["completedAt"].GetRawText(), made["overdue"].GetBoolean()), Is.EqualTo(("""{"list":[1,2],"source":"fair"}""", "null", true)));
        Assert.That((made.Header("Location"), made.ETag), Is.EqualTo(($"/api/tasks/{made.Id}", "\"1\"")));
        Assert.That((await Admin.GetAsync($"/api/tasks/{made.Id}")).Is(200).Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task A_plain_date_is_the_whole_day()
    {
        var made = await TaskAsync(new { startDate = "2026-01-31", dueDate = "2026-01-31" });
        Assert.That((made["startDate"].GetString(), made["dueDate"].GetString()), Is.EqualTo(("2026-01-31T00:00:00.000000Z", "2026-01-31T23:59:59.999999Z")));
        Assert.That((made["type"].GetString(), made["priority"].GetString(), made["status"].GetString()), Is.EqualTo(("OTHER", "MEDIUM", "PENDING")));
        var patched = (await Admin.PatchAsync($"/api/tasks/{made.Id}", new { dueDate = "2026-02-01" })).Is(200);
        Assert.That((patched["startDate"].GetString(), patched["dueDate"].GetString()), Is.EqualTo(("2026-01-31T00:00:00.000000Z", "2026-02-01T23:59:59.999999Z")));
    }

    [TestCase("""{"title": ""}""", "validation_failed", "title")]
    [TestCase("""{"title": "x", "dueDate": "2026-01-30", "startDate": "2026-01-31"}""", "validation_failed", "dueDate")]
    [TestCase("""{"title": "x", "estimatedDuration": -1}""", "validation_failed", "estimatedDuration")]
    [TestCase("""{"title": "x", "metadata": [1]}""", "validation_failed", "metadata")]
    [TestCase("""{"title": "x", "metadata": {"a": 1e999}}""", "validation_failed", "metadata")]
    [TestCase("""{"title": "x", "status": "COMPLETED"}""", "task_created_closed", "status")]
    [TestCase("""{"title": "x", "status": "CANCELLED"}""", "task_created_closed", "status")]
    [TestCase("""{"title": "x", "status": "pending"}""", "invalid_member", "status")]
    [TestCase("""{"title": "x", "dueDate": "2026-02-30"}""", "invalid_member", "dueDate")]
    [TestCase("""{"title": "x", "dueDate": "9999-12-31"}""", "invalid_member", "dueDate")]
    [TestCase("""{"title": "x", "startDate": "0001-01-01"}""", "invalid_member", "startDate")]
    [TestCase("""{"title": "x", "dueDate": 5}""", "invalid_member", "dueDate")]
    [TestCase("""{"title": "x", "completedAt": null}""", "unknown_member", "completedAt")]
    public async Task Bad_input_is_named(string body, string code, string field) => (await Admin.PostAsync("/api/tasks", body)).IsProblem(400, code, field);

    [Test]
    public async Task Whoever_names_nobody_under_a_narrow_scope_is_to_do_it_and_naming_another_needs_assign()
    {
        var user = await UserWithAsync("""{"tasks": {"create": "own", "read": "own", "update": "own"}}""");
        Assert.That((await TaskAsync(client: user))["assigneeId"].GetGuid(), Is.EqualTo(user.Id));
        (await user.PostAsync("/api/tasks", new { title = "x", assigneeId = Admin.Id })).IsProblem(403, "assign_missing");
        (await Admin.PostAsync("/api/tasks", new { title = "x", assigneeId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "assigneeId");
        Assert.That((await TaskAsync())["assigneeId"].GetRawText(), Is.EqualTo("null"));
        var given = await TaskAsync(new { assigneeId = user.Id });
        (await user.GetAsync($"/api/tasks/{given.Id}")).Is(200);
    }

    [Test]
    public async Task Who_imports_dates_it_back()
    {
        Assert.That((await TaskAsync(new { createdAt = "2020-05-01T00:00:00Z" }))["createdAt"].GetString(), Is.EqualTo("2020-05-01T00:00:00.000000Z"));
        (await Admin.PostAsync("/api/tasks", new { title = "x", createdAt = Instant(Clock.Now.AddHours(1)) })).IsProblem(400, "validation_failed", "createdAt");
        (await (await UserAsync()).PostAsync("/api/tasks", new { title = "x", createdAt = "2020-05-01T00:00:00Z" })).IsProblem(400, "unknown_member", "createdAt");
    }
}
