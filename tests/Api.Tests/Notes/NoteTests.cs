using Crm.Api.Tests.Activities;

namespace Crm.Api.Tests.Notes;

public sealed class NoteTests : ActivityTest
{
    [Test]
    public async Task Everything_given_is_shown_and_found()
    {
        var (contact, lead) = (await ContactAsync(), await LeadAsync());
        var made = await NoteAsync(new { title = "Meeting", content = "Größe\nof the team: 7", type = "MEETING_NOTES", contactId = contact, leadId = lead });
        Assert.That((made["content"].GetString(), made["type"].GetString(), made["isPrivate"].GetBoolean(), made["contactName"].GetString(), made["leadName"].GetString(), made["creatorId"].GetGuid()),
            Is.EqualTo(("Größe\nof the team: 7", "MEETING_NOTES", false, "Ada Keller", "Lee Prospect", Admin.Id)));
        foreach (var query in new[] { "q=grosse", $"leadId={lead}", "type=MEETING_NOTES", "creatorId=me", "title[startsWith]=meet" })
            Assert.That(Ids((await Admin.GetAsync($"/api/notes?{query}")).Is(200).Items), Is.EqualTo(new[] { made.Id }), query);
        Assert.That((await Admin.GetAsync($"/api/notes/{made.Id}")).Is(200).Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task It_can_be_put_elsewhere()
    {
        var made = await NoteAsync(new { contactId = await ContactAsync() });
        Assert.That((await Admin.PutAsync($"/api/notes/{made.Id}", made.Body)).Is(200).Body, Is.EqualTo(made.Body), "Get, put back works.");
        var company = await CompanyAsync();
        var moved = (await Admin.PatchAsync($"/api/notes/{made.Id}", new { contactId = (Guid?)null, companyId = company })).Is(200);
        Assert.That((moved["contactId"].GetRawText(), moved["companyId"].GetGuid(), moved.Version), Is.EqualTo(("null", company, 2L)));
        (await Admin.PatchAsync($"/api/notes/{made.Id}", new { leadId = Guid.NewGuid() })).IsProblem(404, "lead_not_found", "leadId");
        var put = (await Admin.PutAsync($"/api/notes/{made.Id}", new { content = "Other", isPrivate = true })).Is(200);
        Assert.That((put["content"].GetString(), put["isPrivate"].GetBoolean(), put["companyId"].GetRawText(), put.Version), Is.EqualTo(("Other", true, "null", 3L)));
    }

    [TestCase("{}", "validation_failed", "content")]
    [TestCase("""{"content": "  "}""", "validation_failed", "content")]
    [TestCase("""{"content": "x", "isPrivate": "yes"}""", "invalid_member", "isPrivate")]
    [TestCase("""{"content": "x", "creatorId": "00000000-0000-7000-8000-000000000000"}""", "unknown_member", "creatorId")]
    public async Task Bad_input_is_named(string body, string code, string field) => (await Admin.PostAsync("/api/notes", body)).IsProblem(400, code, field);

    [Test]
    public async Task Long_text_has_its_limit()
    {
        (await Admin.PostAsync("/api/notes", new { content = new string('x', 20_001) })).IsProblem(400, "validation_failed", "content");
        await NoteAsync(new { content = new string('x', 20_000) });
    }
}
