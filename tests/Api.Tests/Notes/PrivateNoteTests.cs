using Crm.Api.Tests.Activities;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Notes;

/// <summary>A private note is its creator's, plus holders of readPrivate, on every way it could be read.</summary>
public sealed class PrivateNoteTests : ActivityTest
{
    private const string All = """{"notes": ["create", "read", "update", "delete", "restore"], "contacts": ["read"], "auditLogs": ["read"]}""";

    private ApiClient writer = null!;
    private Guid contact;

    [SetUp]
    public async Task Make_a_writer()
    {
        writer = await UserWithAsync(All);
        contact = await ContactAsync();
    }

    private Task<ApiResponse> PrivateAsync() => NoteAsync(new { content = "Secret salary talk", isPrivate = true, contactId = contact }, writer);

    [Test]
    public async Task Others_do_not_learn_of_it_whatever_else_they_may()
    {
        var made = await PrivateAsync();
        var other = await UserWithAsync(All);
        (await other.GetAsync($"/api/notes/{made.Id}")).IsProblem(404, "note_not_found");
        (await other.GetAsync($"/api/notes/{made.Id}/audit")).IsProblem(404, "note_not_found");
        (await other.PutAsync($"/api/notes/{made.Id}", new { content = "x" })).IsProblem(404, "note_not_found");
        (await other.PatchAsync($"/api/notes/{made.Id}", new { })).IsProblem(404, "note_not_found");
        (await other.DeleteAsync($"/api/notes/{made.Id}")).IsProblem(404, "note_not_found");
        foreach (var query in new[] { "", "q=secret", "q=salary", "isPrivate=true", $"contactId={contact}", $"id={made.Id}", "title[isNull]=true" })
        {
            var list = (await other.GetAsync($"/api/notes?count=exact&{query}")).Is(200);
            Assert.That((list.Items.Count, list["count"].GetInt32()), Is.EqualTo((0, 0)), query);
        }

        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={made.Id}&count=exact")).Is(200)["count"].GetInt32(), Is.Zero);
        Assert.That((await other.GetAsync("/api/audit-logs?entityType=Note")).Is(200).Items, Is.Empty);
        Assert.That((await other.GetAsync($"/api/contacts/{contact}/timeline")).Body, Does.Not.Contain("Secret"));

        (await writer.DeleteAsync($"/api/notes/{made.Id}")).Is(204);
        (await other.PostAsync($"/api/notes/{made.Id}/restore")).IsProblem(404, "note_not_found");
        Assert.That((await other.GetAsync($"/api/audit-logs?entityId={made.Id}")).Is(200).Items, Is.Empty, "Nor from the trash.");
    }

    [Test]
    public async Task Its_creator_does_all_with_it()
    {
        var made = await PrivateAsync();
        Assert.That(Ids((await writer.GetAsync("/api/notes?q=secret&count=exact")).Is(200).Items), Is.EqualTo(new[] { made.Id }));
        Assert.That((await writer.GetAsync($"/api/audit-logs?entityId={made.Id}")).Is(200).Items, Is.Not.Empty);
        (await writer.PatchAsync($"/api/notes/{made.Id}", new { content = "x" })).Is(200);
        (await writer.DeleteAsync($"/api/notes/{made.Id}")).Is(204);
        (await writer.PostAsync($"/api/notes/{made.Id}/restore")).Is(200);
    }

    [Test]
    public async Task Holders_of_readPrivate_read_it_and_change_it_where_they_may()
    {
        var made = await PrivateAsync();
        var reader = await UserWithAsync("""{"notes": {"read": "all", "readPrivate": "all", "update": "own"}, "contacts": ["read"], "auditLogs": ["read"]}""");
        (await reader.GetAsync($"/api/notes/{made.Id}")).Is(200);
        Assert.That(Ids((await reader.GetAsync("/api/notes?q=secret")).Is(200).Items), Is.EqualTo(new[] { made.Id }));
        Assert.That((await reader.GetAsync($"/api/notes/{made.Id}/audit")).Is(200).Items, Is.Not.Empty);
        (await reader.PatchAsync($"/api/notes/{made.Id}", new { content = "x" })).IsProblem(403, "outside_scope");
        (await Admin.PatchAsync($"/api/notes/{made.Id}", new { content = "by the administrator" })).Is(200);
        (await (await UserAsync(BuiltInRoles.SalesManager)).GetAsync($"/api/notes/{made.Id}")).Is(200);
        (await (await UserWithAsync("""{"notes": {"read": "own", "readPrivate": "all"}, "contacts": ["read"]}""")).GetAsync($"/api/notes/{made.Id}")).IsProblem(404, "note_not_found");
    }

    [Test]
    public async Task It_can_be_hidden_and_shown_later()
    {
        var (made, other) = (await NoteAsync(client: writer), await UserWithAsync(All));
        (await other.GetAsync($"/api/notes/{made.Id}")).Is(200);
        (await writer.PatchAsync($"/api/notes/{made.Id}", new { isPrivate = true })).Is(200);
        (await other.GetAsync($"/api/notes/{made.Id}")).IsProblem(404, "note_not_found");
        (await writer.PatchAsync($"/api/notes/{made.Id}", new { isPrivate = (bool?)null })).Is(200);
        (await other.GetAsync($"/api/notes/{made.Id}")).Is(200);
    }
}
