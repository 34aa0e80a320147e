using Crm.Domain.Roles;

namespace Crm.Api.Tests.Companies;

public sealed class CompanyResearchTests : ApiTest
{
    private Guid company;

    private string Path => $"/api/companies/{company}/research";

    [SetUp]
    public async Task Create_a_company() => company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;

    private async Task<ApiResponse> AddAsync(string title = "Outlook", Guid? under = null) => (await Admin.PostAsync(
        under is null ? Path : $"/api/companies/{under}/research",
        new
        {
            title,
            content = "Grows.",
            researchType = "MARKET_ANALYSIS",
            confidence = 0.75,
            aiGenerated = true,
            tags = new[] { "2026" }
        })).Is(201);

    [Test]
    public async Task Research_is_created_read_listed_updated_and_replaced()
    {
        var created = await AddAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Header("Location"), Is.EqualTo($"{Path}/{created.Id}"));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
            Assert.That(created["companyName"].GetString(), Is.EqualTo("Acme"));
            Assert.That(created["researchType"].GetString(), Is.EqualTo("MARKET_ANALYSIS"));
            Assert.That(created["confidence"].GetDecimal(), Is.EqualTo(0.75m));
            Assert.That(created["aiGenerated"].GetBoolean(), Is.True);
        }

        var path = $"{Path}/{created.Id}";
        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(created.Body));
        Assert.That((await Admin.PutAsync(path, created.Body)).Is(200).Body, Is.EqualTo(created.Body));
        var patched = (await Admin.PatchAsync(path, """{"confidence": null, "source": "Web"}""", ifMatch: created.ETag)).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched.Version, Is.EqualTo(2));
            Assert.That(patched["source"].GetString(), Is.EqualTo("Web"));
            Assert.That(patched["title"].GetString(), Is.EqualTo("Outlook"));
        }

        (await Admin.PatchAsync(path, new { title = "X" }, ifMatch: created.ETag)).IsProblem(412, "version_mismatch");
        Assert.That((await Admin.PatchAsync(path, new { companyName = "X" })).Is(200).Version, Is.EqualTo(2), "The name is the company's.");
        Assert.That((await Admin.GetAsync($"/api/companies/{company}")).Is(200).Version, Is.EqualTo(1),
            "Research is a separate aggregate.");

        await AddAsync("Other");
        var titles = (await Admin.GetAsync($"{Path}?sort=createdAt&count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(titles["count"].GetInt32(), Is.EqualTo(2));
            Assert.That(titles.Items[0].GetProperty("title").GetString(), Is.EqualTo("Outlook"));
        }
    }

    [TestCase("""{"content": "C"}""", "validation_failed", "title")]
    [TestCase("""{"title": "T"}""", "validation_failed", "content")]
    [TestCase("""{"title": "T", "content": "C", "confidence": 1.01}""", "validation_failed", "confidence")]
    [TestCase("""{"title": "T", "content": "C", "confidence": -0.1}""", "validation_failed", "confidence")]
    [TestCase("""{"title": "T", "content": "C", "confidence": 0.12345}""", "validation_failed", "confidence")]
    [TestCase("""{"title": "T", "content": "C", "url": "not a url"}""", "validation_failed", "url")]
    [TestCase("""{"title": "T", "content": "C", "researchType": "GOSSIP"}""", "invalid_member", "researchType")]
    [TestCase("""{"title": "T", "content": "C", "companyId": "0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10"}""", "unknown_member", "companyId")]
    public async Task Invalid_input_is_rejected_with_its_field(string body, string code, string field) =>
        (await Admin.PostAsync(Path, body)).IsProblem(400, code, field);

    [Test]
    public async Task Research_is_deleted_and_restored()
    {
        var path = $"{Path}/{(await AddAsync()).Id}";
        (await Admin.DeleteAsync(path)).Is(204);
        (await Admin.GetAsync(path)).IsProblem(404, "company_research_not_found");
        Assert.That((await Admin.GetAsync(Path)).Is(200).Items, Is.Empty);
        var restored = (await Admin.PostAsync($"{path}/restore")).Is(200);
        Assert.That((await Admin.PostAsync($"{path}/restore")).Is(200).Version, Is.EqualTo(restored.Version),
            "A live record is not changed.");
    }

    [Test]
    public async Task Research_is_hidden_with_its_deleted_company_and_restored_with_it()
    {
        var (kept, deleted) = ((await AddAsync()).Id, (await AddAsync()).Id);
        (await Admin.DeleteAsync($"{Path}/{deleted}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);

        (await Admin.GetAsync(Path)).IsProblem(404, "company_not_found");
        (await Admin.GetAsync($"{Path}/{kept}")).IsProblem(404, "company_research_not_found");
        (await Admin.PatchAsync($"{Path}/{kept}", new { title = "X" })).IsProblem(404, "company_research_not_found");
        (await Admin.PostAsync(Path, new { title = "T", content = "C" })).IsProblem(404, "company_not_found");
        (await Admin.PostAsync($"{Path}/{deleted}/restore")).IsProblem(409, "research_company_in_trash");
        Assert.That((await Admin.PostAsync($"{Path}/{kept}/restore")).Is(200).Version, Is.EqualTo(1), "It is live.");

        (await Admin.PostAsync($"/api/companies/{company}/restore")).Is(200);
        (await Admin.GetAsync($"{Path}/{kept}")).Is(200);
        (await Admin.GetAsync($"{Path}/{deleted}")).IsProblem(404, "company_research_not_found");
    }

    [Test]
    public async Task It_has_the_scope_of_its_company()
    {
        var rep = await UserAsync(BuiltInRoles.SalesRep);
        var ownReader = await UserWithAsync("""{"companies": {"read": "own", "update": "all"}, "auditLogs": ["read"]}""");
        var id = (await AddAsync()).Id;
        var path = $"{Path}/{id}";

        (await rep.GetAsync(path)).Is(200);
        foreach (var response in new[]
        {
            await rep.PostAsync(Path, new { title = "T", content = "C" }), await rep.PatchAsync(path, new { title = "X" }),
            await rep.DeleteAsync(path), await rep.PostAsync($"{path}/restore"),
        })
            response.IsProblem(403, "outside_scope");
        foreach (var response in new[] { await ownReader.GetAsync(path), await ownReader.PatchAsync(path, new { title = "X" }),
            await ownReader.DeleteAsync(path), await ownReader.PostAsync($"{path}/restore") })
            response.IsProblem(404, "company_research_not_found");
        (await ownReader.GetAsync(Path)).IsProblem(404, "company_not_found");
        (await ownReader.PostAsync(Path, new { title = "T", content = "C" })).IsProblem(404, "company_not_found");
        Assert.That((await ownReader.GetAsync($"/api/audit-logs?entityId={id}")).Is(200).Items, Is.Empty);
        Assert.That((await Admin.GetAsync($"/api/audit-logs?entityId={id}&entityType=CompanyResearch")).Is(200).Items, Is.Not.Empty);

        var mine = await UserWithAsync("""{"companies": {"create": "own", "read": "own", "update": "own"}, "auditLogs": ["read"]}""");
        var own = (await mine.PostAsync("/api/companies", new { name = "Mine" })).Is(201).Id;
        var research = (await mine.PostAsync($"/api/companies/{own}/research", new { title = "T", content = "C" })).Is(201).Id;
        Assert.That((await mine.GetAsync($"/api/audit-logs?entityId={research}")).Is(200).Items, Is.Not.Empty);
    }

    [Test]
    public async Task Research_of_another_company_is_not_found()
    {
        var other = (await Admin.PostAsync("/api/companies", new { name = "Other" })).Is(201).Id;
        var path = $"{Path}/{(await AddAsync(under: other)).Id}";
        foreach (var response in new[]
        {
            await Admin.GetAsync(path), await Admin.PatchAsync(path, new { title = "X" }),
            await Admin.PutAsync(path, new { title = "X", content = "C" }),
            await Admin.DeleteAsync(path), await Admin.PostAsync($"{path}/restore"),
        })
            response.IsProblem(404, "company_research_not_found");
    }
}
