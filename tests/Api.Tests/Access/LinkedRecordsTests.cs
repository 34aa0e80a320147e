namespace Crm.Api.Tests.Access;

/// <summary>
/// What is shown of a record that another record refers to. The access matrix looks for hidden names in every read; these are the
/// responses of commands, and the orders that must not depend on hidden values.
/// </summary>
[Category("Slow")]
public sealed class LinkedRecordsTests : ApiTest
{
    private const string Hidden = "Quxhidden";

    /// <summary>May do everything with deals, tasks and leads, and read nothing else of others.</summary>
    private const string Narrow =
        """
        {"deals": ["create", "read", "update", "assign", "restore", "delete"], "tasks": ["create", "read", "update", "restore", "delete"],
        "leads": ["create", "read", "update", "convert"], "companies": {"read": "own", "create": "all"},
        "contacts": {"read": "own", "create": "all", "update": "all"}, "notes": ["create", "read"], "communications": ["create", "read"]}
        """;

    private ApiClient rep = null!;
    private Guid company;
    private Guid contact;
    private Guid deal;

    [SetUp]
    public async Task Create_records_of_another_user()
    {
        rep = await UserWithAsync(Narrow);
        (await Admin.PatchAsync($"/api/users/{Admin.Id}", new { firstName = Hidden, lastName = "Owner" })).Is(200);
        company = (await Admin.PostAsync(
            "/api/companies",
            new { name = $"{Hidden} Inc", industry = $"{Hidden} trade", website = "https://quxhidden.example" })).Is(201).Id;
        contact = (await Admin.PostAsync(
            "/api/contacts",
            new
            {
                firstName = "Ann",
                lastName = Hidden,
                email = "ann@quxhidden.example",
                phone = "+49 89 555 0199",
                jobTitle = Hidden,
                companyId = company,
            })).Is(201).Id;
        deal = (await Admin.PostAsync(
            "/api/deals", new { title = "Fence", companyId = company, primaryContactId = contact, value = 10, ownerId = Admin.Id }))
            .Is(201).Id;
    }

    [Test]
    public async Task Responses_of_commands_show_ids_only()
    {
        var task = (await rep.PostAsync("/api/tasks", new { title = "Call", dealId = deal, assigneeId = rep.Id })).Is(201);
        var responses = new List<ApiResponse>
        {
            task,
            (await rep.GetAsync($"/api/deals/{deal}")).Is(200),
            (await rep.PatchAsync($"/api/deals/{deal}", """{"value": 20}""", key: "k1")).Is(200),
            (await rep.PatchAsync($"/api/deals/{deal}", """{"value": 20}""", key: "k1")).Is(200),
            (await rep.PatchAsync($"/api/deals/{deal}/stage", new { stage = "QUALIFYING" })).Is(200),
            (await rep.PatchAsync($"/api/tasks/{task.Id}", """{"title": "Call again"}""")).Is(200),
            (await rep.PatchAsync($"/api/tasks/{task.Id}/complete", """{"next": {"title": "Visit"}}""")).Is(200),
            (await rep.PostAsync("/api/notes", new { content = "Called.", dealId = deal })).Is(201),
            (await rep.PostAsync("/api/communications", new { type = "MEETING", subject = "Met", dealId = deal })).Is(201),
            (await rep.GetAsync($"/api/deals/{deal}/timeline")).Is(200),
            (await rep.GetAsync("/api/deals/pipeline")).Is(200),
            (await rep.GetAsync("/api/tasks/my-day")).Is(200),
        };
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        responses.Add((await rep.GetAsync("/api/deals/trash")).Is(200));
        responses.Add((await rep.PostAsync($"/api/deals/{deal}/restore")).Is(200));

        foreach (var response in responses)
            Assert.That(response.Body, Does.Not.Contain(Hidden).IgnoreCase, response.ToString());
        var view = responses[1];
        Assert.That(view["company"].GetRawText(), Is.EqualTo($$"""{"id":"{{company}}","name":null,"industry":null,"website":null}"""));
        Assert.That(
            view["primaryContact"].GetRawText(),
            Is.EqualTo($$"""{"id":"{{contact}}","firstName":null,"lastName":null,"email":null,"phone":null,"jobTitle":null}"""));
        Assert.That(view["owner"].GetRawText(), Is.EqualTo($$"""{"id":"{{Admin.Id}}","name":null,"email":null}"""));
    }

    [Test]
    public async Task A_response_with_hidden_names_can_be_sent_back()
    {
        var shown = (await rep.GetAsync($"/api/deals/{deal}")).Is(200);

        var put = (await rep.PutAsync($"/api/deals/{deal}", shown.Body, ifMatch: shown.ETag)).Is(200);

        Assert.That(put.Body, Is.EqualTo(shown.Body));
    }

    [Test]
    public async Task The_order_of_my_day_does_not_depend_on_the_value_of_a_hidden_deal()
    {
        var narrow = await UserWithAsync("""{"tasks": ["create", "read"], "deals": {"read": "own"}, "companies": ["read"]}""");
        var due = Clock.Now.AddHours(-1);
        var first = await TaskAsync(new { title = "A", companyId = company, assigneeId = narrow.Id, dueDate = due.AddHours(-2) });
        var second = await TaskAsync(
            new { title = "B", companyId = company, dealId = deal, assigneeId = narrow.Id, dueDate = due.AddHours(-1) });

        var overdue = (await narrow.GetAsync("/api/tasks/my-day")).Is(200)["overdue"].EnumerateArray();

        Assert.That(overdue.Select(t => t.GetProperty("id").GetGuid()), Is.EqualTo(new[] { first, second }));

        async Task<Guid> TaskAsync(object body) => (await Admin.PostAsync("/api/tasks", body)).Is(201).Id;
    }

    [Test]
    public async Task Groups_of_a_report_do_not_show_what_the_caller_cannot_read()
    {
        var lead = (await Admin.PostAsync("/api/leads", new { firstName = "Al", lastName = "B", source = "WEBSITE" })).Is(201).Id;
        (await Admin.PostAsync($"/api/leads/{lead}/convert", new { createDeal = true, companyId = company, contactId = contact })).Is(200);
        var reader = await UserWithAsync("""{"reports": ["read"], "deals": ["read"]}""");

        foreach (var group in new[] { "owner", "industry", "source" })
        {
            var report = (await reader.GetAsync($"/api/reports/sales-performance?groupBy={group}")).Is(200);
            Assert.That(report["rows"].EnumerateArray().Select(r => r.GetProperty("group").GetString()), Is.All.Null, report.ToString());
        }

        (await reader.GetAsync("/api/reports/sources")).IsProblem(403, "right_missing");
        (await reader.GetAsync("/api/dashboard/summary")).IsProblem(403, "right_missing");
        Assert.That((await reader.GetAsync("/api/reports/leaderboard", "text/csv")).Is(200).Body, Does.Not.Contain(Hidden));
    }

    /// <summary>Each member of the two optimised queries of the schema document.</summary>
    [Test]
    public async Task The_optimised_queries_are_each_answered_by_one_list()
    {
        var query = $"ownerId={Admin.Id}&isActive=true";
        (await Admin.PatchAsync($"/api/contacts/{contact}", new { ownerId = Admin.Id })).Is(200);

        var person = (await Admin.GetAsync($"/api/contacts?{query}&sort=-lastActivityDate&limit=50")).Is(200).Items.Single();
        string[] ofContact = ["companyName", "companyIndustry", "ownerFirstName", "ownerLastName"];
        Assert.That(
            ofContact.Select(m => person.GetProperty(m).GetString()),
            Is.EqualTo(new[] { $"{Hidden} Inc", $"{Hidden} trade", Hidden, "Owner" }));

        string[] ofDeal = ["companyName", "primaryContactFirstName", "primaryContactLastName", "primaryContactEmail"];
        var row = (await Admin.GetAsync($"/api/deals?{query}")).Is(200).Items.Single();
        var card = (await Admin.GetAsync($"/api/deals/pipeline?ownerId={Admin.Id}")).Is(200)["columns"].EnumerateArray()
            .SelectMany(c => c.GetProperty("deals").EnumerateArray()).Single();
        foreach (var shown in new[] { row, card })
            Assert.That(
                ofDeal.Select(m => shown.GetProperty(m).GetString()),
                Is.EqualTo(new[] { $"{Hidden} Inc", "Ann", Hidden, "ann@quxhidden.example" }));

        var narrow = (await rep.GetAsync($"/api/deals?{query}")).Is(200).Items.Single();
        Assert.That(ofDeal.Select(m => narrow.GetProperty(m).ValueKind), Is.All.EqualTo(JsonValueKind.Null));
    }
}
