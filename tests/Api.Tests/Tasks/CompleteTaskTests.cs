using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Tasks;

public sealed class CompleteTaskTests : ActivityTest
{
    private Task<ApiResponse> CompleteAsync(Guid id, object body, ApiClient? client = null, string? key = null) =>
        (client ?? Admin).PatchAsync($"/api/tasks/{id}/complete", body, key, mediaType: "application/json");

    [Test]
    public async Task It_is_done_and_says_what_came_of_it()
    {
        var made = await TaskAsync(new { outcome = "?", estimatedDuration = 10 });
        var done = (await CompleteAsync(made.Id, new { actualDuration = 25, outcome = "Interested" })).Is(200);
        Assert.That((done["status"].GetString(), done["actualDuration"].GetInt32(), done["outcome"].GetString(), done["next"].GetRawText(), done.ETag),
            Is.EqualTo(("COMPLETED", 25, "Interested", "null", "\"2\"")));
        Assert.That(done["completedAt"].GetString(), Is.EqualTo((await Admin.GetAsync($"/api/tasks/{made.Id}")).Is(200)["completedAt"].GetString()));
    }

    [Test]
    public async Task The_next_one_is_made_with_it_and_takes_what_it_is_about()
    {
        var (contact, deal, other) = (await ContactAsync(), await DealAsync(), await CompanyAsync("Other"));
        var made = await TaskAsync(new { contactId = contact, dealId = deal });
        var done = (await CompleteAsync(made.Id, new { next = new { title = "Send offer", companyId = other, dueDate = "2026-12-01", assigneeId = Admin.Id } })).Is(200);

        var next = done["next"];
        Assert.That((next.GetProperty("title").GetString(), next.GetProperty("status").GetString(), next.GetProperty("contactId").GetGuid(), next.GetProperty("dealId").GetGuid(), next.GetProperty("companyId").GetGuid()),
            Is.EqualTo(("Send offer", "PENDING", contact, deal, other)));
        Assert.That((await Admin.GetAsync($"/api/tasks/{next.GetProperty("id").GetGuid()}")).Is(200).Body, Is.EqualTo(next.GetRawText()));

        var again = (await CompleteAsync(made.Id, new { actualDuration = 5, next = new { title = "Another" } })).Is(200);
        Assert.That((again.Version, again["next"].GetRawText(), again["actualDuration"].GetRawText()), Is.EqualTo((done.Version, "null", "null")), "Completed already: nothing changes.");
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from tasks"), Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_in_the_trash_by_now_is_not_handed_on()
    {
        var (contact, deal) = (await ContactAsync(), await DealAsync());
        var made = await TaskAsync(new { contactId = contact, dealId = deal });
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        var next = (await CompleteAsync(made.Id, new { next = new { title = "Next" } })).Is(200)["next"];
        Assert.That((next.GetProperty("contactId").GetGuid(), next.GetProperty("dealId").GetRawText()), Is.EqualTo((contact, "null")));
    }

    [TestCase("""{"next": {"title": ""}}""", 400, "validation_failed", "next.title")]
    [TestCase("""{"next": {"title": "x", "startDate": "2026-02-01", "dueDate": "2026-01-01"}}""", 400, "validation_failed", "next.dueDate")]
    [TestCase("""{"next": {"title": "x", "status": "COMPLETED"}}""", 400, "task_created_closed", "next.status")]
    [TestCase("""{"next": {"title": "x", "leadId": "00000000-0000-7000-8000-000000000000"}}""", 404, "lead_not_found", "next.leadId")]
    [TestCase("""{"actualDuration": -1}""", 400, "validation_failed", "actualDuration")]
    public async Task Where_the_next_one_cannot_be_made_nothing_is_done(string body, int status, string code, string field)
    {
        var made = await TaskAsync();
        (await CompleteAsync(made.Id, body)).IsProblem(status, code, field);
        Assert.That((await Admin.GetAsync($"/api/tasks/{made.Id}")).Is(200).Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task What_is_put_off_is_taken_up_first()
    {
        var made = await TaskAsync(new { status = "DEFERRED" });
        Assert.That((await CompleteAsync(made.Id, new { })).IsProblem(409, "transition_not_allowed")["allowed"].GetRawText(), Is.EqualTo("[\"PENDING\"]"));
        (await CompleteAsync(Guid.NewGuid(), new { })).IsProblem(404, "task_not_found");
    }

    [Test]
    public async Task Making_the_next_one_needs_the_right_to_make_one()
    {
        var user = await UserWithAsync("""{"tasks": {"read": "all", "update": "all"}}""");
        var made = await TaskAsync();
        (await CompleteAsync(made.Id, new { next = new { title = "x" } }, user)).IsProblem(403, "right_missing");
        Assert.That((await CompleteAsync(made.Id, new { }, user)).Is(200)["status"].GetString(), Is.EqualTo("COMPLETED"));
    }

    [Test]
    public async Task A_repeated_call_with_its_key_answers_the_same()
    {
        var made = await TaskAsync();
        var body = new { next = new { title = "Next" } };
        var first = (await CompleteAsync(made.Id, body, key: "k")).Is(200);
        var second = (await CompleteAsync(made.Id, body, key: "k")).Is(200);
        Assert.That((second.Body, second.Header("Idempotent-Replayed"), second.ETag), Is.EqualTo((first.Body, "true", first.ETag)));
        Assert.That(await Db.ScalarAsync<int>("select count(*)::int from tasks"), Is.EqualTo(2));
    }
}
