namespace Crm.Api.Tests.CollectionName;

public sealed class RecordNameTests : ApiTest
{
    private const string Path = "/api/collection-path";

    [Test]
    public async Task It_is_created_read_listed_and_changed()
    {
        var created = (await Admin.PostAsync(Path, new { title = "One", description = "First" })).Is(201);

        Assert.That(created.Header("Location"), Is.EqualTo($"{Path}/{created.Id}"));
        Assert.That((await Admin.GetAsync($"{Path}/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
        var changed = (await Admin.PatchAsync($"{Path}/{created.Id}", new { title = "Two" })).Is(200);
        Assert.That(changed["title"].GetString(), Is.EqualTo("Two"));
        Assert.That(changed["description"].GetString(), Is.EqualTo("First"));
        Assert.That(changed.ETag, Is.EqualTo("\"2\""));
        var listed = (await Admin.GetAsync($"{Path}?q=two")).Is(200).Items.Single();
        Assert.That(listed.GetProperty("id").GetGuid(), Is.EqualTo(created.Id));
        var audit = (await Admin.GetAsync($"{Path}/{created.Id}/audit")).Is(200).Items;
        Assert.That(audit.Select(r => r.GetProperty("fieldName").GetString()), Does.Contain("title"));
    }

    [Test]
    public async Task It_is_deleted_and_restored()
    {
        var id = (await Admin.PostAsync(Path, new { title = "One" })).Is(201).Id;

        (await Admin.DeleteAsync($"{Path}/{id}")).Is(204);

        (await Admin.GetAsync($"{Path}/{id}")).IsProblem(404, "record_code_not_found");
        Assert.That((await Admin.GetAsync($"{Path}/trash")).Is(200).Body, Does.Contain(id.ToString()));
        (await Admin.PostAsync($"{Path}/{id}/restore")).Is(200);
        (await Admin.GetAsync($"{Path}/{id}")).Is(200);
    }

    [Test]
    public async Task A_title_is_required() =>
        (await Admin.PostAsync(Path, new { title = "" })).IsProblem(400, "validation_failed", "title");
}
