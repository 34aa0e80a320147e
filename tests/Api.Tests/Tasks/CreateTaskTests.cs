using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class CreateTaskTests : ActivityTest
{
    [Test]
    public async Task All_given_fields_are_returned()
    {
        var (company, lead) = (await CompanyAsync(), await LeadAsync());
        var (contact, deal) = (await ContactAsync(), await DealAsync(company));
        var created = await TaskAsync(new
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

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["title"].GetString(), Is.EqualTo("Call back"));
            Assert.That(created["type"].GetString(), Is.EqualTo("CALL"));
            Assert.That(created["priority"].GetString(), Is.EqualTo("URGENT"));
            Assert.That(created["status"].GetString(), Is.EqualTo("IN_PROGRESS"));
            Assert.That(created["startDate"].GetString(), Is.EqualTo("2026-01-30T06:00:00.000000Z"));
            Assert.That(created["dueDate"].GetString(), Is.EqualTo("2026-01-31T09:30:00.123456Z"));
            Assert.That(created["contactName"].GetString(), Is.EqualTo("Ada Keller"));
            Assert.That(created["dealTitle"].GetString(), Is.EqualTo("Rollout"));
            Assert.That(created["companyName"].GetString(), Is.EqualTo("Acme"));
            Assert.That(created["leadName"].GetString(), Is.EqualTo("Lee Prospect"));
            Assert.That(created["assigneeId"].GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(created["creatorId"].GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(created["metadata"].GetRawText().Replace(" ", ""), Is.EqualTo("""{"list":[1,2],"source":"fair"}"""));
            Assert.That(created["completedAt"].GetRawText(), Is.EqualTo("null"));
            Assert.That(created["overdue"].GetBoolean(), Is.True);
            Assert.That(created.Header("Location"), Is.EqualTo($"/api/tasks/{created.Id}"));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
        }

        Assert.That((await Admin.GetAsync($"/api/tasks/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task A_plain_date_is_the_whole_day()
    {
        var created = await TaskAsync(new { startDate = "2026-01-31", dueDate = "2026-01-31" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["startDate"].GetString(), Is.EqualTo("2026-01-31"));
            Assert.That(created["dueDate"].GetString(), Is.EqualTo("2026-01-31"));
            Assert.That(created["dueAt"].GetString(), Is.EqualTo("2026-01-31T23:59:59.999999Z"));
            Assert.That(created["type"].GetString(), Is.EqualTo("OTHER"));
            Assert.That(created["priority"].GetString(), Is.EqualTo("MEDIUM"));
            Assert.That(created["status"].GetString(), Is.EqualTo("PENDING"));
        }

        var patched = (await Admin.PatchAsync($"/api/tasks/{created.Id}", new { dueDate = "2026-02-01" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["startDate"].GetString(), Is.EqualTo("2026-01-31"));
            Assert.That(patched["dueDate"].GetString(), Is.EqualTo("2026-02-01"));
            Assert.That(patched["dueAt"].GetString(), Is.EqualTo("2026-02-01T23:59:59.999999Z"));
        }
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
    public async Task Invalid_input_is_named(string body, string code, string field) =>
        (await Admin.PostAsync("/api/tasks", body)).IsProblem(400, code, field);

    [Test]
    public async Task A_narrow_scope_makes_the_caller_the_assignee_and_another_requires_assign()
    {
        var user = await UserWithAsync("""{"tasks": {"create": "own", "read": "own", "update": "own"}}""");
        Assert.That((await TaskAsync(client: user))["assigneeId"].GetGuid(), Is.EqualTo(user.Id));
        (await user.PostAsync("/api/tasks", new { title = "x", assigneeId = Admin.Id })).IsProblem(403, "assign_missing");
        (await Admin.PostAsync("/api/tasks", new { title = "x", assigneeId = Guid.NewGuid() })).IsProblem(
            404, "user_not_found", "assigneeId");
        Assert.That((await TaskAsync())["assigneeId"].GetRawText(), Is.EqualTo("null"));
        var given = await TaskAsync(new { assigneeId = user.Id });
        (await user.GetAsync($"/api/tasks/{given.Id}")).Is(200);
    }

    [Test]
    public async Task Importers_may_backdate_it()
    {
        Assert.That((await TaskAsync(new { createdAt = "2020-05-01T00:00:00Z" }))["createdAt"].GetString(),
            Is.EqualTo("2020-05-01T00:00:00.000000Z"));
        (await Admin.PostAsync("/api/tasks", new { title = "x", createdAt = Instant(Clock.Now.AddHours(1)) })).IsProblem(
            400, "validation_failed", "createdAt");
        (await (await UserAsync()).PostAsync("/api/tasks", new { title = "x", createdAt = "2020-05-01T00:00:00Z" })).IsProblem(
            400, "unknown_member", "createdAt");
    }
}
