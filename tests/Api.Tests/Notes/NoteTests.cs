using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Notes;

public sealed class NoteTests : ActivityTest
{
    [Test]
    public async Task All_given_fields_are_returned_and_searchable()
    {
        var (contact, lead) = (await ContactAsync(), await LeadAsync());
        var created = await NoteAsync(
            new { title = "Meeting", content = "Größe\nof the team: 7", type = "MEETING_NOTES", contactId = contact, leadId = lead });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["content"].GetString(), Is.EqualTo("Größe\nof the team: 7"));
            Assert.That(created["type"].GetString(), Is.EqualTo("MEETING_NOTES"));
            Assert.That(created["isPrivate"].GetBoolean(), Is.False);
            Assert.That(created["contactName"].GetString(), Is.EqualTo("Ada Keller"));
            Assert.That(created["leadName"].GetString(), Is.EqualTo("Lee Prospect"));
            Assert.That(created["creatorId"].GetGuid(), Is.EqualTo(Admin.Id));
        }

        foreach (var query in new[] { "q=grosse", $"leadId={lead}", "type=MEETING_NOTES", "creatorId=me", "title[startsWith]=meet" })
            Assert.That(Ids((await Admin.GetAsync($"/api/notes?{query}")).Is(200).Items), Is.EqualTo(new[] { created.Id }), query);
        Assert.That((await Admin.GetAsync($"/api/notes/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
    }

    [Test]
    public async Task Its_subject_can_be_changed()
    {
        var created = await NoteAsync(new { contactId = await ContactAsync() });
        Assert.That((await Admin.PutAsync($"/api/notes/{created.Id}", created.Body)).Is(200).Body, Is.EqualTo(created.Body),
            "Get, put back works.");
        var company = await CompanyAsync();
        var moved = (await Admin.PatchAsync($"/api/notes/{created.Id}", new { contactId = (Guid?)null, companyId = company })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved["contactId"].GetRawText(), Is.EqualTo("null"));
            Assert.That(moved["companyId"].GetGuid(), Is.EqualTo(company));
            Assert.That(moved.Version, Is.EqualTo(2));
        }

        (await Admin.PatchAsync($"/api/notes/{created.Id}", new { leadId = Guid.NewGuid() })).IsProblem(404, "lead_not_found", "leadId");
        var put = (await Admin.PutAsync($"/api/notes/{created.Id}", new { content = "Other", isPrivate = true })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["content"].GetString(), Is.EqualTo("Other"));
            Assert.That(put["isPrivate"].GetBoolean(), Is.True);
            Assert.That(put["companyId"].GetRawText(), Is.EqualTo("null"));
            Assert.That(put.Version, Is.EqualTo(3));
        }
    }

    [TestCase("{}", "validation_failed", "content")]
    [TestCase("""{"content": "  "}""", "validation_failed", "content")]
    [TestCase("""{"content": "x", "isPrivate": "yes"}""", "invalid_member", "isPrivate")]
    [TestCase("""{"content": "x", "creatorId": "00000000-0000-7000-8000-000000000000"}""", "unknown_member", "creatorId")]
    public async Task Invalid_input_is_named(string body, string code, string field) =>
        (await Admin.PostAsync("/api/notes", body)).IsProblem(400, code, field);

    [Test]
    public async Task Long_text_has_its_limit()
    {
        (await Admin.PostAsync("/api/notes", new { content = new string('x', 20_001) })).IsProblem(400, "validation_failed", "content");
        await NoteAsync(new { content = new string('x', 20_000) });
    }
}
