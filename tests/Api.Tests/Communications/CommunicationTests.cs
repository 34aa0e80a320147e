using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Communications;

public sealed class CommunicationTests : ActivityTest
{
    private Task<ApiResponse> ChangeStatusAsync(Guid id, object body, string? ifMatch = null) =>
        Admin.PatchAsync($"/api/communications/{id}/status", body, ifMatch: ifMatch, mediaType: "application/json");

    [Test]
    public async Task All_given_fields_are_returned_and_searchable()
    {
        var (contact, deal, lead) = (await ContactAsync(), await DealAsync(), await LeadAsync());
        var created = await CommunicationAsync(new
        {
            type = "MEETING",
            subject = "Größe",
            content = "Agenda",
            duration = 30,
            outcome = "open",
            metadata = new { room = "A" },
            contactId = contact,
            dealId = deal,
            leadId = lead,
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["status"].GetString(), Is.EqualTo("DRAFT"));
            Assert.That(created["direction"].GetString(), Is.EqualTo("OUTBOUND"));
            Assert.That(created["scheduled"].GetBoolean(), Is.False);
            Assert.That(created["sentAt"].GetRawText(), Is.EqualTo("null"));
            Assert.That(created["metadata"].GetProperty("room").GetString(), Is.EqualTo("A"));
            Assert.That(created["dealTitle"].GetString(), Is.EqualTo("Rollout"));
        }

        foreach (var query in new[] { "q=grosse", "q=agenda", $"leadId={lead}", "type=MEETING",
            "status=DRAFT&direction=OUTBOUND&scheduled=false", "creatorId=me", "sentAt[isNull]=true" })
            Assert.That(Ids((await Admin.GetAsync($"/api/communications?{query}")).Is(200).Items), Is.EqualTo(new[] { created.Id }), query);
        Assert.That((await Admin.GetAsync($"/api/communications/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
        Assert.That((await Admin.PutAsync($"/api/communications/{created.Id}", created.Body)).Is(200).Body, Is.EqualTo(created.Body),
            "Get, put back works.");
    }

    [TestCase("""{}""", "validation_failed", "type")]
    [TestCase("""{"type": "FAX"}""", "invalid_member", "type")]
    [TestCase("""{"type": "NOTE", "duration": -1}""", "validation_failed", "duration")]
    [TestCase("""{"type": "NOTE", "metadata": "x"}""", "validation_failed", "metadata")]
    [TestCase("""{"type": "NOTE", "scheduled": true}""", "schedule_not_ahead", "scheduledFor")]
    [TestCase("""{"type": "NOTE", "scheduled": true, "scheduledFor": "2020-01-01T00:00:00Z"}""", "schedule_not_ahead", "scheduledFor")]
    [TestCase("""{"type": "NOTE", "scheduled": true, "direction": "INBOUND", "scheduledFor": "2999-01-01T00:00:00Z"}""",
        "inbound_not_scheduled", "scheduled")]
    [TestCase("""{"type": "NOTE", "direction": "INBOUND", "status": "SENT"}""", "inbound_is_delivered", "status")]
    [TestCase("""{"type": "NOTE", "status": "OPENED"}""", "communication_created_late", "status")]
    [TestCase("""{"type": "EMAIL", "scheduled": true, "scheduledFor": "2999-01-01T00:00:00Z"}""", "email_address_missing", "contactId")]
    [TestCase("""{"type": "NOTE", "sentAt": "2020-01-01T00:00:00Z"}""", "unknown_member", "sentAt")]
    public async Task Invalid_input_is_named(string body, string code, string field) =>
        (await Admin.PostAsync("/api/communications", body)).IsProblem(400, code, field);

    [Test]
    public async Task An_inbound_communication_is_delivered_at_its_creation_time()
    {
        var current = await CommunicationAsync(new { direction = "INBOUND" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current["status"].GetString(), Is.EqualTo("DELIVERED"));
            Assert.That(current["sentAt"].GetString(), Is.EqualTo(current["createdAt"].GetString()));
            Assert.That(current["deliveredAt"].GetString(), Is.EqualTo(current["createdAt"].GetString()));
        }

        var imported = await CommunicationAsync(new { direction = "INBOUND", createdAt = "2020-01-01T00:00:00Z" });
        Assert.That(imported["deliveredAt"].GetString(), Is.EqualTo("2020-01-01T00:00:00.000000Z"));
        Assert.That((await CommunicationAsync(new { status = "SENT" }))["sentAt"].GetRawText(), Is.Not.EqualTo("null"),
            "A call that was made.");
    }

    [Test]
    public async Task An_email_can_be_scheduled_only_to_a_contact_with_an_address()
    {
        var at = Instant(Clock.Now.AddHours(1));
        var (without, with, lead) = (await ContactAsync(), await ContactAsync("ada@example.com"), await LeadAsync("lee@example.com"));
        (await Admin.PostAsync(
            "/api/communications", new { type = "EMAIL", scheduled = true, scheduledFor = at, contactId = without })).IsProblem(
                400, "email_address_missing", "contactId");
        Assert.That((await CommunicationAsync(
            new { type = "EMAIL", scheduled = true, scheduledFor = at, contactId = with }))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        Assert.That((await CommunicationAsync(
            new { type = "EMAIL", scheduled = true, scheduledFor = at, leadId = lead }))["status"].GetString(), Is.EqualTo("SCHEDULED"));
        var draft = await CommunicationAsync(new { type = "EMAIL", contactId = without, scheduledFor = at });
        (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { scheduled = true })).IsProblem(
            400, "email_address_missing", "contactId");
        (await ChangeStatusAsync(draft.Id, new { status = "SCHEDULED" })).IsProblem(400, "email_address_missing", "contactId");
        (await Admin.PatchAsync($"/api/communications/{draft.Id}", new { contactId = with })).Is(200);
        Assert.That((await ChangeStatusAsync(draft.Id, new { status = "SCHEDULED" })).Is(200)["scheduled"].GetBoolean(), Is.True);
        Assert.That((await Admin.PatchAsync($"/api/communications/{draft.Id}", new { scheduled = false })).Is(200)["status"].GetString(),
            Is.EqualTo("DRAFT"));
    }

    [Test]
    public async Task The_status_has_its_own_endpoint()
    {
        var created = await CommunicationAsync();
        var rejected = (await Admin.PatchAsync($"/api/communications/{created.Id}", new { status = "SENT" })).IsProblem(
            400, "read_only_field", "status");
        Assert.That(rejected.Detail, Does.Contain("/status"));
        (await Admin.PatchAsync($"/api/communications/{created.Id}", new { direction = "INBOUND" })).IsProblem(
            409, "draft_not_inbound", "direction");
        (await ChangeStatusAsync(created.Id, new { })).IsProblem(400, "validation_failed", "status");
        (await ChangeStatusAsync(created.Id, new { status = "SENT" }, "\"9\"")).IsProblem(412, "version_mismatch");
        (await ChangeStatusAsync(Guid.NewGuid(), new { status = "SENT" })).IsProblem(404, "communication_not_found");
        Assert.That((await ChangeStatusAsync(created.Id, new { status = "OPENED" })).IsProblem(
            409, "transition_not_allowed")["allowed"].GetRawText(), Is.EqualTo("""["SCHEDULED","SENT","CANCELLED"]"""));
        (await ChangeStatusAsync(created.Id, new { status = "SCHEDULED" })).IsProblem(400, "schedule_not_ahead", "scheduledFor");
        (await ChangeStatusAsync(created.Id, new { status = "SENT", at = Instant(Clock.Now.AddHours(1)) })).IsProblem(
            400, "at_in_future", "at");
        (await ChangeStatusAsync(created.Id, new { status = "SENT", failureReason = "x" })).IsProblem(
            400, "reason_without_failure", "failureReason");
        var sent = (await ChangeStatusAsync(created.Id, new { status = "SENT" })).Is(200);
        (await ChangeStatusAsync(
            created.Id, new { status = "DELIVERED", at = Instant(sent["sentAt"].GetDateTimeOffset().AddSeconds(-1)) })).IsProblem(
                400, "before_last_step", "at");
        (await Admin.PatchAsync($"/api/communications/{created.Id}", new { subject = "Other" })).IsProblem(
            409, "communication_sent", "subject");
        (await Admin.PatchAsync(
            $"/api/communications/{created.Id}", new { scheduled = true, scheduledFor = Instant(Clock.Now.AddHours(1)) })).IsProblem(
                409, "communication_sent", "scheduled");
        (await Admin.PatchAsync($"/api/communications/{created.Id}", new { outcome = "Interested" })).Is(200);
        Assert.That(await Db.QueryAsync<string>(
            "select distinct action from audit_logs where entity_id = @id order by 1", new { id = created.Id }),
            Is.EqualTo(new[] { "CREATE", "STATUS_CHANGE", "UPDATE" }));
    }

    [Test]
    public async Task A_late_event_sets_missing_earlier_times_and_does_not_lower_the_status()
    {
        var created = await CommunicationAsync(new { status = "SENT" });
        Clock.Advance(TimeSpan.FromMinutes(10));
        var opened = (await ChangeStatusAsync(created.Id, new { status = "OPENED" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(opened["status"].GetString(), Is.EqualTo("OPENED"));
            Assert.That(opened["deliveredAt"].GetString(), Is.EqualTo(opened["openedAt"].GetString()));
        }

        var late = (await ChangeStatusAsync(created.Id, new { status = "DELIVERED", at = created["sentAt"].GetString() })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(late["status"].GetString(), Is.EqualTo("OPENED"));
            Assert.That(late["deliveredAt"].GetString(), Is.EqualTo(created["sentAt"].GetString()), "Its time was unknown until now.");
            Assert.That(late["openedAt"].GetString(), Is.EqualTo(opened["openedAt"].GetString()));
        }

        Assert.That((await ChangeStatusAsync(created.Id, new { status = "RESPONDED" })).Is(200)["status"].GetString(),
            Is.EqualTo("RESPONDED"));
        (await ChangeStatusAsync(created.Id, new { status = "FAILED" })).IsProblem(409, "transition_not_allowed");
    }
}
