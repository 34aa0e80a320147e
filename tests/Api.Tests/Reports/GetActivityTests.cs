using Crm.Application.Common.Json;
using Crm.Application.Reports;

namespace Crm.Api.Tests.Reports;

public sealed class GetActivityTests : ReportTest
{
    [Test]
    public async Task Completed_tasks_count_on_their_day_and_due_tasks_on_their_due_date()
    {
        Clock.Set(SalesData.At("2026-03-15T23:30:00Z"));
        foreach (var type in new[] { "PHONE_CALL", "VIDEO_CALL", "EMAIL", "MEETING", "TEXT_MESSAGE" })
            await CommunicationAsync(new { type, status = "SENT" });
        await CommunicationAsync(new { type = "EMAIL", direction = "INBOUND" });
        await CommunicationAsync(new { type = "EMAIL" });
        await TaskAsync("2026-03-16T12:00:00Z", "complete");
        await TaskAsync("2026-03-15T12:00:00Z", "complete");
        await TaskAsync("2026-03-16T12:00:00Z", null);
        await TaskAsync("2026-03-16T12:00:00Z", "CANCELLED");

        Assert.That(await ActivityAsync("tz=UTC"), Is.EqualTo(new[] { Row("2026-03-15", 2, 2, 1, 2, 1, 0, 0) }));
        // In Berlin, it is already the next day.
        Assert.That(await ActivityAsync("tz=Europe/Berlin"),
            Is.EqualTo(new[] { Row("2026-03-15", 0, 0, 0, 0, 1, 0, 0), Row("2026-03-16", 2, 2, 1, 2, 2, 1, 0.5) }));
    }

    [Test]
    public async Task Activities_with_only_deleted_subjects_do_not_count()
    {
        var contact = (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe" })).Is(201).Id;
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        await CommunicationAsync(new { type = "EMAIL", status = "SENT", contactId = contact });
        await CommunicationAsync(new { type = "MEETING", status = "SENT", contactId = contact, companyId = company });
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);

        var row = (await ActivityAsync("")).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.Emails, Is.Zero);
            Assert.That(row.Meetings, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Activities_have_no_currency() =>
        (await Admin.GetAsync("/api/reports/activity?currency=EUR")).IsProblem(400, "unknown_parameter");

    private ActivityRow Row(string day, long calls, long emails, long meetings, long done, long due, long onTime, double rate) =>
        new(Admin.Id, AdminName, SalesData.Day(day), calls, emails, meetings, done, due, onTime, rate);

    private string AdminName { get; set; } = "";

    [SetUp]
    public async Task Read_the_name_of_the_administrator() => AdminName = await Db.ScalarAsync<string>("select full_name from users");

    private async Task CommunicationAsync(object body) => (await Admin.PostAsync("/api/communications", body)).Is(201);

    private async Task TaskAsync(string dueDate, string? then)
    {
        var task = (await Admin.PostAsync("/api/tasks", new { title = "Call", assigneeId = Admin.Id, dueDate })).Is(201).Id;
        if (then == "complete")
            (await Admin.PatchAsync($"/api/tasks/{task}/complete", new { }, mediaType: "application/json")).Is(200);
        else if (then is not null)
            (await Admin.PatchAsync($"/api/tasks/{task}", new { status = then })).Is(200);
    }

    private async Task<List<ActivityRow>> ActivityAsync(string query) =>
        JsonSerializer.Deserialize<List<ActivityRow>>(await RowsAsync($"activity?{query}"), CrmJson.Options)!;
}
