using Crm.Api.Tests.Activities;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Notes;

/// <summary>A private note is readable only by its creator and by users with the permission readPrivate, at every endpoint.</summary>
public sealed class PrivateNoteTests : ActivityTest
{
    private const string All =
        """{"notes": ["create", "read", "update", "delete", "restore"], "contacts": ["read"], "auditLogs": ["read"]}""";

    private ApiClient writer = null!;
    private Guid contact;

    [SetUp]
    public async Task Create_a_writer()
    {
        writer = await UserWithAsync(All);
        contact = await ContactAsync();
    }

    private Task<ApiResponse> PrivateAsync() =>
        NoteAsync(new { content = "Secret salary talk", isPrivate = true, contactId = contact }, writer);

    [Test]
    public async Task Other_users_cannot_find_it_whatever_their_other_permissions()
    {
        var created = await PrivateAsync();
        var other = await UserWithAsync(All);
        (await other.GetAsync($"/api/notes/{created.Id}")).IsProblem(404, "note_not_found");
        (await other.GetAsync($"/api/notes/{created.Id}/audit")).IsProblem(404, "note_not_found");
        (await other.PutAsync($"/api/notes/{created.Id}", new { content = "x" })).IsProblem(404, "note_not_found");
        (await other.PatchAsync($"/api/notes/{created.Id}", new { })).IsProblem(404, "note_not_found");
        (await other.DeleteAsync($"/api/notes/{created.Id}")).IsProblem(404, "note_not_found");
        foreach (var query in new[] { "", "q=secret", "q=salary", "isPrivate=true", $"contactId={contact}", $"id={created.Id}",
            "title[isNull]=true" })
        {
            var list = (await other.GetAsync($"/api/notes?count=exact&{query}")).Is(200);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(list.Items.Count, Is.Zero, query);
                Assert.That(list["count"].GetInt32(), Is.Zero, query);
            }
        }

        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={created.Id}&count=exact")).Is(200)["count"].GetInt32(), Is.Zero);
        Assert.That((await other.GetAsync("/api/audit-logs?entityType=Note")).Is(200).Items, Is.Empty);
        Assert.That((await other.GetAsync($"/api/contacts/{contact}/timeline")).Body, Does.Not.Contain("Secret"));

        (await writer.DeleteAsync($"/api/notes/{created.Id}")).Is(204);
        (await other.PostAsync($"/api/notes/{created.Id}/restore")).IsProblem(404, "note_not_found");
        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={created.Id}")).Is(200).Items, Is.Empty, "Nor from the trash.");
    }

    [Test]
    public async Task Its_creator_may_read_update_and_delete_it()
    {
        var created = await PrivateAsync();
        Assert.That(Ids((await writer.GetAsync("/api/notes?q=secret&count=exact")).Is(200).Items), Is.EqualTo(new[] { created.Id }));
        Assert.That((await writer.GetAsync($"/api/audit-logs?entityId={created.Id}")).Is(200).Items, Is.Not.Empty);
        (await writer.PatchAsync($"/api/notes/{created.Id}", new { content = "x" })).Is(200);
        (await writer.DeleteAsync($"/api/notes/{created.Id}")).Is(204);
        (await writer.PostAsync($"/api/notes/{created.Id}/restore")).Is(200);
    }

    [Test]
    public async Task Users_with_readPrivate_read_it_and_update_it_within_their_scope()
    {
        var created = await PrivateAsync();
        var reader = await UserWithAsync(
            """{"notes": {"read": "all", "readPrivate": "all", "update": "own"}, "contacts": ["read"], "auditLogs": ["read"]}""");
        (await reader.GetAsync($"/api/notes/{created.Id}")).Is(200);
        Assert.That(Ids((await reader.GetAsync("/api/notes?q=secret")).Is(200).Items), Is.EqualTo(new[] { created.Id }));
        Assert.That((await reader.GetAsync($"/api/notes/{created.Id}/audit")).Is(200).Items, Is.Not.Empty);
        (await reader.PatchAsync($"/api/notes/{created.Id}", new { content = "x" })).IsProblem(403, "outside_scope");
        (await Admin.PatchAsync($"/api/notes/{created.Id}", new { content = "by the administrator" })).Is(200);
        (await (await UserAsync(BuiltInRoles.SalesManager)).GetAsync($"/api/notes/{created.Id}")).Is(200);
        (await (await UserWithAsync("""{"notes": {"read": "own", "readPrivate": "all"}, "contacts": ["read"]}""")).GetAsync(
            $"/api/notes/{created.Id}")).IsProblem(404, "note_not_found");
    }

    [Test]
    public async Task Once_it_is_public_its_audit_does_not_show_what_it_was()
    {
        var note = await PrivateAsync();
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Secret bonus talk" })).Is(200);
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Canteen", isPrivate = false })).Is(200);
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Canteen, noon" })).Is(200);
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Secret again", isPrivate = true })).Is(200);
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Dinner", isPrivate = false })).Is(200);
        (await writer.PatchAsync($"/api/notes/{note.Id}", new { content = "Dinner, eight" })).Is(200);
        var reader = await UserWithAsync(All);
        var privy = await UserWithAsync(All.Replace("\"read\",", "\"read\", \"readPrivate\",", StringComparison.Ordinal));

        foreach (var list in new[] { $"/api/notes/{note.Id}/audit?", $"/api/audit-logs?entityId={note.Id}&" })
        {
            var path = $"{list}limit=200&count=exact";
            var seen = (await reader.GetAsync(path)).Is(200);
            Assert.That(seen.Body, Does.Not.Contain("Secret"), seen.ToString());
            Assert.That(
                seen.Items.Where(i => i.GetProperty("fieldName").GetString() == "content")
                    .Select(i => i.GetProperty("newValue").GetString()),
                Is.EquivalentTo(new[] { "\"Canteen, noon\"", "\"Dinner, eight\"" }));
            Assert.That(seen["count"].GetInt32(), Is.EqualTo(seen.Items.Count));
            foreach (var client in new[] { writer, privy })
                Assert.That((await client.GetAsync(path)).Is(200).Body, Does.Contain("Secret salary").And.Contain("Secret bonus"));
        }
    }

    [Test]
    public async Task It_can_be_hidden_and_shown_later()
    {
        var (created, other) = (await NoteAsync(client: writer), await UserWithAsync(All));
        (await other.GetAsync($"/api/notes/{created.Id}")).Is(200);
        (await writer.PatchAsync($"/api/notes/{created.Id}", new { isPrivate = true })).Is(200);
        (await other.GetAsync($"/api/notes/{created.Id}")).IsProblem(404, "note_not_found");
        (await writer.PatchAsync($"/api/notes/{created.Id}", new { isPrivate = (bool?)null })).Is(200);
        (await other.GetAsync($"/api/notes/{created.Id}")).Is(200);
    }
}
