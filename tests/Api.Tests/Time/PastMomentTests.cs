using Crm.Domain.Roles;

namespace Crm.Api.Tests.Time;

/// <summary>What is recorded after the fact, by users without the permission to import.</summary>
public sealed class PastMomentTests : TimeTest
{
    private static Task<ApiResponse> StatusAsync(ApiClient user, Guid id, object body) =>
        user.PatchAsync($"/api/communications/{id}/status", body, mediaType: "application/json");

    private static Task<ApiResponse> CompleteAsync(ApiClient user, Guid id, object body) =>
        user.PatchAsync($"/api/tasks/{id}/complete", body, mediaType: "application/json");

    [Test]
    public async Task A_sales_rep_records_a_communication_of_yesterday(
        [Values("EMAIL", "PHONE_CALL", "VIDEO_CALL", "MEETING", "TEXT_MESSAGE", "NOTE")] string type, [Values] bool inbound)
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var contact = (await rep.PostAsync("/api/contacts", new { firstName = "Ada", lastName = "K" })).Is(201);
        var at = Instant(Clock.Now.AddDays(-1));
        var created = (await rep.PostAsync("/api/communications", inbound
            ? new { type, direction = "INBOUND", contactId = contact.Id, at, status = (string?)null }
            : new { type, direction = "OUTBOUND", contactId = contact.Id, at, status = (string?)"SENT" })).Is(201);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["sentAt"].GetString(), Is.EqualTo(at));
            Assert.That(created["deliveredAt"].GetString(), Is.EqualTo(inbound ? at : null));
            Assert.That(created["createdAt"].GetDateTimeOffset(), Is.GreaterThan(Clock.Now.AddHours(-1)));
            Assert.That((await rep.GetAsync($"/api/contacts/{contact.Id}/timeline")).Is(200).Items[0].GetProperty("at").GetString(),
                Is.EqualTo(at));
            Assert.That((await rep.GetAsync($"/api/contacts/{contact.Id}")).Is(200)["lastContactDate"].GetString(), Is.EqualTo(at));
            Assert.That(await Db.ScalarAsync<string>(
                "select distinct metadata->>'effectiveAt' from audit_logs where entity_id = @Id", new { created.Id }), Is.EqualTo(at));
        }
    }

    [Test]
    public async Task The_moment_is_not_in_the_future_and_belongs_to_what_took_place()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var ahead = Instant(Clock.Now.AddMinutes(5));
        (await rep.PostAsync("/api/communications", new { type = "MEETING", direction = "INBOUND", at = ahead })).IsProblem(
            400, "validation_failed", "at");
        (await rep.PostAsync("/api/communications", new { type = "MEETING", at = Instant(Clock.Now.AddDays(-1)) })).IsProblem(
            400, "at_before_sending", "at");
        var old = (await rep.PostAsync(
            "/api/communications", new { type = "PHONE_CALL", direction = "INBOUND", createdAt = Instant(Clock.Now.AddDays(-1)) })).Is(201);
        Assert.That(old["sentAt"].GetString(), Is.EqualTo(old["createdAt"].GetString()));
        var task = (await rep.PostAsync("/api/tasks", new { title = "Call" })).Is(201);
        (await CompleteAsync(rep, task.Id, new { at = ahead })).IsProblem(400, "validation_failed", "at");
    }

    [Test]
    public async Task The_time_of_a_status_is_corrected()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var call = (await rep.PostAsync("/api/communications", new { type = "PHONE_CALL", direction = "INBOUND" })).Is(201);
        var yesterday = Instant(Clock.Now.AddDays(-1));
        var corrected = (await StatusAsync(rep, call.Id, new { status = "DELIVERED", at = yesterday })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(corrected["deliveredAt"].GetString(), Is.EqualTo(yesterday));
            Assert.That(corrected["sentAt"].GetString(), Is.EqualTo(yesterday));
            Assert.That(corrected.Version, Is.EqualTo(call.Version + 1));
        }

        Assert.That((await StatusAsync(rep, call.Id, new { status = "DELIVERED", at = yesterday })).Is(200).Version,
            Is.EqualTo(corrected.Version), "The same report again.");
        Assert.That((await StatusAsync(rep, call.Id, new { status = "DELIVERED" })).Is(200).Version, Is.EqualTo(corrected.Version));
    }

    [Test]
    public async Task A_late_report_corrects_the_time_that_was_unknown()
    {
        var sent = Clock.Now.AddHours(-3);
        var mail = await CommunicationAsync(new { type = "EMAIL", status = "SENT", at = Instant(sent) });
        (await StatusAsync(Admin, mail.Id, new { status = "OPENED", at = Instant(sent.AddHours(2)) })).Is(200);
        var late = (await StatusAsync(Admin, mail.Id, new { status = "DELIVERED", at = Instant(sent.AddHours(1)) })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(late["status"].GetString(), Is.EqualTo("OPENED"));
            Assert.That(late["sentAt"].GetString(), Is.EqualTo(Instant(sent)));
            Assert.That(late["deliveredAt"].GetString(), Is.EqualTo(Instant(sent.AddHours(1))));
            Assert.That(late["openedAt"].GetString(), Is.EqualTo(Instant(sent.AddHours(2))));
        }

        (await StatusAsync(Admin, mail.Id, new { status = "DELIVERED", at = Instant(sent.AddHours(-1)) })).IsProblem(
            400, "before_last_step", "at");
        (await StatusAsync(Admin, mail.Id, new { status = "DELIVERED", at = Instant(sent.AddHours(2.5)) })).IsProblem(
            400, "after_next_step", "at");
    }

    [Test]
    public async Task A_repeated_failure_takes_over_its_reason_and_has_no_time()
    {
        var mail = await CommunicationAsync(new { type = "EMAIL", status = "SENT" });
        (await StatusAsync(Admin, mail.Id, new { status = "FAILED", failureReason = "Unknown." })).Is(200);
        var again = (await StatusAsync(Admin, mail.Id, new { status = "FAILED", failureReason = "No such mailbox." })).Is(200);
        Assert.That(again["failureReason"].GetString(), Is.EqualTo("No such mailbox."));
        (await StatusAsync(Admin, mail.Id, new { status = "FAILED", at = Instant(Clock.Now) })).IsProblem(400, "status_has_no_time", "at");
    }

    [Test]
    public async Task A_sales_rep_completes_a_task_in_the_past()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var contact = (await rep.PostAsync("/api/contacts", new { firstName = "Ada", lastName = "K" })).Is(201);
        var task = (await rep.PostAsync("/api/tasks", new { title = "Call", contactId = contact.Id, assigneeId = rep.Id })).Is(201);
        var yesterday = Instant(Clock.Now.AddDays(-1));
        var done = (await CompleteAsync(rep, task.Id, new { at = yesterday, outcome = "Reached" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(done["completedAt"].GetString(), Is.EqualTo(yesterday));
            Assert.That((await rep.GetAsync($"/api/contacts/{contact.Id}/timeline")).Is(200).Items[0].GetProperty("at").GetString(),
                Is.EqualTo(yesterday));
        }

        (await CompleteAsync(rep, task.Id, new { at = yesterday })).Is(200);
        (await CompleteAsync(rep, task.Id, new { at = Instant(Clock.Now.AddDays(-2)) })).IsProblem(409, "task_already_completed", "at");
    }
}
