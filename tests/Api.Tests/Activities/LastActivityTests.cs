namespace Crm.Api.Tests.Activities;

/// <summary>Completed tasks, communications and notes update lastActivityDate of all their subjects and nothing else.</summary>
public sealed class LastActivityTests : ActivityTest
{
    private Guid company, contact, deal, lead;

    private sealed record Dates(DateTime? Company, DateTime? Contact, DateTime? Spoken, DateTime? Lead, long Versions, long AuditRows);

    private async Task<Dates> DatesAsync() => (await Db.QueryAsync<Dates>(
        """
        select (select last_activity_date from companies where id = @company) as company, c.last_activity_date as contact,
            c.last_contact_date as spoken,
            (select last_activity_date from leads where id = @lead) as lead, c.version + (select version from companies
                where id = @company) as versions,
            (select count(*) from audit_logs where entity_id in (@company, @contact, @lead)) as audit_rows
        from contacts c where c.id = @contact
        """,
        new { company, contact, lead })).Single();

    [SetUp]
    public async Task Create_the_subjects()
    {
        company = await CompanyAsync();
        (contact, deal, lead) = (await ContactAsync(companyId: company), await DealAsync(company), await LeadAsync());
    }

    [Test]
    public async Task A_task_updates_them_when_it_is_completed()
    {
        var before = await DatesAsync();
        var task = await TaskAsync(new { contactId = contact, leadId = lead });
        Assert.That(await DatesAsync(), Is.EqualTo(before), "Creating a task is no activity yet.");
        var done = (await Admin.PatchAsync($"/api/tasks/{task.Id}/complete", new { })).Is(200);

        var after = await DatesAsync();
        var at = done["completedAt"].GetDateTime().ToUniversalTime();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Company, Is.EqualTo(at));
            Assert.That(after.Contact, Is.EqualTo(at));
            Assert.That(after.Lead, Is.EqualTo(at));
            Assert.That(after.Spoken, Is.Null);
            Assert.That(after.Versions, Is.EqualTo(before.Versions));
            Assert.That(after.AuditRows, Is.EqualTo(before.AuditRows));
        }
    }

    [Test]
    public async Task So_does_a_task_completed_by_patch()
    {
        var task = await TaskAsync(new { dealId = deal });
        (await Admin.PatchAsync($"/api/tasks/{task.Id}", new { status = "COMPLETED" })).Is(200);
        Assert.That((await DatesAsync()).Company, Is.Not.Null, "The deal's company is updated, too.");
    }

    [Test]
    public async Task A_note_updates_them()
    {
        var before = await DatesAsync();
        var note = await NoteAsync(new { contactId = contact, leadId = lead });
        var at = note["createdAt"].GetDateTime().ToUniversalTime();
        var after = await DatesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Company, Is.EqualTo(at));
            Assert.That(after.Contact, Is.EqualTo(at));
            Assert.That(after.Lead, Is.EqualTo(at));
            Assert.That(after.Spoken, Is.Null);
            Assert.That(after.Versions, Is.EqualTo(before.Versions));
            Assert.That(after.AuditRows, Is.EqualTo(before.AuditRows));
        }

        await NoteAsync(new { contactId = contact, createdAt = "2020-01-01T00:00:00Z" });
        Assert.That((await DatesAsync()).Contact, Is.EqualTo(at), "The date never decreases.");
    }

    [Test]
    public async Task A_communication_also_updates_the_last_contact_and_a_draft_nothing()
    {
        var before = await DatesAsync();
        var draft = await CommunicationAsync(new { contactId = contact, leadId = lead });
        Assert.That(await DatesAsync(), Is.EqualTo(before));
        var sent = (await Admin.PatchAsync($"/api/communications/{draft.Id}/status", new { status = "SENT" })).Is(200);
        var at = sent["sentAt"].GetDateTime().ToUniversalTime();
        var after = await DatesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Company, Is.EqualTo(at));
            Assert.That(after.Contact, Is.EqualTo(at));
            Assert.That(after.Lead, Is.EqualTo(at));
            Assert.That(after.Spoken, Is.EqualTo(at));
            Assert.That(after.Versions, Is.EqualTo(before.Versions));
            Assert.That(after.AuditRows, Is.EqualTo(before.AuditRows));
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        var inbound = await CommunicationAsync(new { contactId = contact, direction = "INBOUND" });
        Assert.That((await DatesAsync()).Spoken, Is.EqualTo(inbound["deliveredAt"].GetDateTime().ToUniversalTime()).And.GreaterThan(at));
    }
}
