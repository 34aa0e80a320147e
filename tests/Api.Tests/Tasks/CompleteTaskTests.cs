using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class CompleteTaskTests : ActivityTest
{
    private Task<ApiResponse> CompleteAsync(Guid id, object body, ApiClient? client = null, string? key = null) =>
        (client ?? Admin).PatchAsync($"/api/tasks/{id}/complete", body, key, mediaType: "application/json");

    [Test]
    public async Task It_is_completed_with_an_outcome()
    {
        var created = await TaskAsync(new { outcome = "?", estimatedDuration = 10 });
        var done = (await CompleteAsync(created.Id, new { actualDuration = 25, outcome = "Interested" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(done["status"].GetString(), Is.EqualTo("COMPLETED"));
            Assert.That(done["actualDuration"].GetInt32(), Is.EqualTo(25));
            Assert.That(done["outcome"].GetString(), Is.EqualTo("Interested"));
            Assert.That(done["next"].GetRawText(), Is.EqualTo("null"));
            Assert.That(done.TaggedVersion, Is.EqualTo(2));
        }

        Assert.That(done["completedAt"].GetString(),
            Is.EqualTo((await Admin.GetAsync($"/api/tasks/{created.Id}")).Is(200)["completedAt"].GetString()));
    }

    [Test]
    public async Task The_next_task_is_created_with_the_same_subjects()
    {
        var (contact, deal, other) = (await ContactAsync(), await DealAsync(), await CompanyAsync("Other"));
        var created = await TaskAsync(new { contactId = contact, dealId = deal });
        var done = (await CompleteAsync(
            created.Id, new { next = new { title = "Send offer", companyId = other, dueDate = "2026-12-01", assigneeId = Admin.Id } })).Is(
                200);

        var next = done["next"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(next.GetProperty("title").GetString(), Is.EqualTo("Send offer"));
            Assert.That(next.GetProperty("status").GetString(), Is.EqualTo("PENDING"));
            Assert.That(next.GetProperty("contactId").GetGuid(), Is.EqualTo(contact));
            Assert.That(next.GetProperty("dealId").GetGuid(), Is.EqualTo(deal));
            Assert.That(next.GetProperty("companyId").GetGuid(), Is.EqualTo(other));
        }

        Assert.That((await Admin.GetAsync($"/api/tasks/{next.GetProperty("id").GetGuid()}")).Is(200).Body, Is.EqualTo(next.GetRawText()));

        var again = (await CompleteAsync(created.Id, new { actualDuration = 5, next = new { title = "Another" } })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            // Completed already: nothing changes.
            Assert.That(again.Version, Is.EqualTo(done.Version));
            Assert.That(again["next"].GetRawText(), Is.EqualTo("null"));
            Assert.That(again["actualDuration"].GetRawText(), Is.EqualTo("null"));
        }

        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from tasks"), Is.EqualTo(2));
    }

    [Test]
    public async Task The_next_task_belongs_to_the_assignee_of_the_completed_one()
    {
        var rep = await UserAsync();
        var manager = await UserAsync(Crm.Domain.Roles.BuiltInRoles.SalesManager);
        var created = await TaskAsync(new { assigneeId = rep.Id });

        var next = (await CompleteAsync(created.Id, new { next = new { title = "Next" } }, manager)).Is(200)["next"];

        Assert.That(next.GetProperty("assigneeId").GetGuid(), Is.EqualTo(rep.Id));
        Assert.That(next.GetProperty("creatorId").GetGuid(), Is.EqualTo(manager.Id));
        (await CompleteAsync(next.GetProperty("id").GetGuid(), new { next = new { title = "Third", assigneeId = manager.Id } }, manager))
            .Is(200);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Without_an_active_assignee_the_next_task_belongs_to_the_caller(bool assigned)
    {
        var gone = await UserAsync();
        var created = await TaskAsync(new { assigneeId = assigned ? gone.Id : (Guid?)null });
        (await Admin.PatchAsync($"/api/users/{gone.Id}", new { isActive = false })).Is(200);

        var next = (await CompleteAsync(created.Id, new { next = new { title = "Next" } })).Is(200)["next"];

        Assert.That(next.GetProperty("assigneeId").GetGuid(), Is.EqualTo(Admin.Id));
    }

    [Test]
    public async Task Deleted_records_are_not_reassigned()
    {
        var (contact, deal) = (await ContactAsync(), await DealAsync());
        var created = await TaskAsync(new { contactId = contact, dealId = deal });
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        var next = (await CompleteAsync(created.Id, new { next = new { title = "Next" } })).Is(200)["next"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(next.GetProperty("contactId").GetGuid(), Is.EqualTo(contact));
            Assert.That(next.GetProperty("dealId").GetRawText(), Is.EqualTo("null"));
        }
    }

    [TestCase("""{"next": {"title": ""}}""", 400, "validation_failed", "next.title")]
    [TestCase("""{"next": {"title": "x", "startDate": "2026-02-01", "dueDate": "2026-01-01"}}""", 400, "validation_failed", "next.dueDate")]
    [TestCase("""{"next": {"title": "x", "status": "COMPLETED"}}""", 400, "task_created_closed", "next.status")]
    [TestCase("""{"next": {"title": "x", "leadId": "00000000-0000-7000-8000-000000000000"}}""", 404, "lead_not_found", "next.leadId")]
    [TestCase("""{"actualDuration": -1}""", 400, "validation_failed", "actualDuration")]
    public async Task If_the_next_task_cannot_be_created_nothing_changes(string body, int status, string code, string field)
    {
        var created = await TaskAsync();
        (await CompleteAsync(created.Id, body)).IsProblem(status, code, field);
        Assert.That((await Admin.GetAsync($"/api/tasks/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task A_deferred_task_must_be_resumed_first()
    {
        var created = await TaskAsync(new { status = "DEFERRED" });
        Assert.That((await CompleteAsync(created.Id, new { })).IsProblem(409, "transition_not_allowed")["allowed"].GetRawText(),
            Is.EqualTo("[\"PENDING\"]"));
        (await CompleteAsync(Guid.NewGuid(), new { })).IsProblem(404, "task_not_found");
    }

    [Test]
    public async Task Creating_the_next_task_requires_the_permission_to_create()
    {
        var user = await UserWithAsync("""{"tasks": {"read": "all", "update": "all"}}""");
        var created = await TaskAsync();
        (await CompleteAsync(created.Id, new { next = new { title = "x" } }, user)).IsProblem(403, "right_missing");
        Assert.That((await CompleteAsync(created.Id, new { }, user)).Is(200)["status"].GetString(), Is.EqualTo("COMPLETED"));
    }

    [Test]
    public async Task A_repeated_request_with_its_key_returns_the_same_response()
    {
        var created = await TaskAsync();
        var body = new { next = new { title = "Next" } };
        var first = (await CompleteAsync(created.Id, body, key: "k")).Is(200);
        var second = (await CompleteAsync(created.Id, body, key: "k")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Body, Is.EqualTo(first.Body));
            Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
            Assert.That(second.ETag, Is.EqualTo(first.ETag));
        }

        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from tasks"), Is.EqualTo(2));
    }
}
