namespace Crm.Api.Tests.Trash;

public sealed class ListTrashTests : ApiTest
{
    private static IEnumerable<string> Names(ApiResponse list) => list.Is(200).Items.Select(i => i.GetProperty("name").GetString()!);

    [Test]
    public async Task Every_trash_shows_who_deleted_a_record_and_when()
    {
        var rep = await UserAsync(firstName: "Jo", lastName: "Gone");
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        async Task<(string, string, Guid)> CreateAsync(string collection, string name, object body) =>
            (collection, name, (await Admin.PostAsync($"/api/{collection}", body)).Is(201).Id);
        var role = await CreateAsync("roles", "Helper", new { name = "Helper", permissions = new { } });
        (string Collection, string Name, Guid Id)[] created =
        [
            await CreateAsync("contacts", "Jo Doe", new { firstName = "Jo", lastName = "Doe" }),
            await CreateAsync("leads", "Al Lead", new { firstName = "Al", lastName = "Lead" }),
            await CreateAsync("lead-lists", "Fair", new { name = "Fair" }),
            await CreateAsync("deals", "Rollout", new { title = "Rollout", companyId = company }),
            await CreateAsync("tasks", "Call", new { title = "Call" }),
            await CreateAsync("communications", "Offer", new { type = "EMAIL", subject = "Offer" }),
            await CreateAsync("notes", "Called.", new { content = "Called." }),
            await CreateAsync("groups", "North", new { name = "North" }),
            role,
            ("users", "Jo Gone", rep.Id),
            ("companies", "Acme", company),
        ];
        foreach (var (collection, name, id) in created)
        {
            Assert.That((await Admin.GetAsync($"/api/{collection}/trash")).Is(200).Items, Is.Empty, collection);
            (await Admin.DeleteAsync($"/api/{collection}/{id}")).Is(204);
            var row = (await Admin.GetAsync($"/api/{collection}/trash?count=exact")).Is(200).Items.Single();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(row.GetProperty("id").GetGuid(), Is.EqualTo(id));
                Assert.That(row.GetProperty("name").GetString(), Is.EqualTo(name));
                Assert.That(row.GetProperty("deletedById").GetGuid(), Is.EqualTo(Admin.Id));
                Assert.That(row.GetProperty("deletedByName").GetString(),
                    Is.EqualTo((await Admin.GetAsync($"/api/users/{Admin.Id}"))["fullName"].GetString()));
            }

            Assert.That(row.GetProperty("deletedAt").GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromSeconds(30)));
            Assert.That(row.GetProperty("version").GetInt64(), Is.EqualTo(2));
        }

        foreach (var (collection, _, id) in created.Reverse())
        {
            (await Admin.PostAsync($"/api/{collection}/{id}/restore")).Is(200);
            Assert.That((await Admin.GetAsync($"/api/{collection}/trash")).Is(200).Items, Is.Empty, collection);
        }
    }

    [Test]
    public async Task The_newest_come_first_page_by_page_and_are_searched_and_filtered()
    {
        var ids = new List<Guid>();
        foreach (var name in new[] { "Alpha", "Beta", "Gamma" })
        {
            ids.Add((await Admin.PostAsync("/api/companies", new { name })).Is(201).Id);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var id in ids)
        {
            (await Admin.DeleteAsync($"/api/companies/{id}")).Is(204);
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var first = (await Admin.GetAsync("/api/companies/trash?limit=2")).Is(200);
        Assert.That(Names(first), Is.EqualTo(new[] { "Gamma", "Beta" }));
        Assert.That(Names(await Admin.GetAsync($"/api/companies/trash?limit=2&cursor={first.NextCursor}")), Is.EqualTo(new[] { "Alpha" }));
        Assert.That(Names(await Admin.GetAsync("/api/companies/trash?sort=deletedAt&limit=1")), Is.EqualTo(new[] { "Alpha" }));
        Assert.That(Names(await Admin.GetAsync("/api/companies/trash?q=bet")), Is.EqualTo(new[] { "Beta" }));
        Assert.That(Names(await Admin.GetAsync($"/api/companies/trash?id={ids[0]}")), Is.EqualTo(new[] { "Alpha" }));
        Assert.That(Names(await Admin.GetAsync($"/api/companies/trash?deletedAt[gt]={Clock.Now.AddDays(1):yyyy-MM-dd}")), Is.Empty);
        (await Admin.GetAsync("/api/companies/trash?name=Alpha")).IsProblem(400, "unknown_parameter");
        (await Admin.GetAsync("/api/roles/trash?q=a")).IsProblem(400, "unknown_parameter");
    }

    [Test]
    public async Task Only_records_that_the_caller_may_read_and_restore_are_listed()
    {
        var mine = await UserWithAsync("""{"companies": {"create": "own", "read": "all", "delete": "own", "restore": "own"}}""");
        var reader = await UserWithAsync("""{"companies": ["read"]}""");
        var restorer = await UserWithAsync("""{"companies": {"restore": "all", "read": "own"}}""");
        var own = (await mine.PostAsync("/api/companies", new { name = "Mine" })).Is(201).Id;
        var other = (await Admin.PostAsync("/api/companies", new { name = "Other", ownerId = Admin.Id })).Is(201).Id;
        foreach (var id in new[] { own, other })
            (await Admin.DeleteAsync($"/api/companies/{id}")).Is(204);

        Assert.That(Names(await mine.GetAsync("/api/companies/trash?count=exact")), Is.EqualTo(new[] { "Mine" }));
        Assert.That(Names(await restorer.GetAsync("/api/companies/trash")), Is.Empty);
        (await reader.GetAsync("/api/companies/trash")).IsProblem(403, "right_missing");
        Assert.That(Names(await Admin.GetAsync("/api/companies/trash")), Is.EqualTo(new[] { "Other", "Mine" }));
    }

    [Test]
    public async Task Activities_of_a_deleted_record_are_still_on_its_timeline()
    {
        var rep = await UserWithAsync(
            """{"companies": ["read"], "notes": {"create": "all", "read": "own", "delete": "own", "restore": "own"}}""");
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var note = (await rep.PostAsync("/api/notes", new { content = "Called.", companyId = company })).Is(201).Id;
        (await rep.DeleteAsync($"/api/notes/{note}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);

        Assert.That((await rep.GetAsync("/api/notes/trash")).Is(200).Items.Single().GetProperty("id").GetGuid(), Is.EqualTo(note));
    }

    [Test]
    public async Task A_deal_is_restored_with_its_lines()
    {
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var deal = (await Admin.PostAsync("/api/deals", new { title = "Rollout", companyId = company })).Is(201).Id;
        var line = (await Admin.PostAsync($"/api/deals/{deal}/products", new { productName = "Seat", quantity = 2, unitPrice = 5 })).Is(
            201).Id;
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        (await Admin.GetAsync($"/api/deals/{deal}/products/{line}")).IsProblem(404, "deal_product_not_found");

        var restored = (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);

        Assert.That(restored["products"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid()), Is.EqualTo(new[] { line }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(restored["value"].GetRawText(), Is.EqualTo("10.00"));
            Assert.That(restored["history"].GetArrayLength(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_document_has_its_requirements()
    {
        var paths = (await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Json.GetProperty("paths");
        var trash = paths.EnumerateObject().Where(p => p.Name.EndsWith("/trash", StringComparison.Ordinal))
            .ToDictionary(p => p.Name, p => p.Value.GetProperty("get"));
        Assert.That(trash, Has.Count.EqualTo(11));
        Assert.That(trash["/api/lead-lists/trash"].GetProperty("description").GetString(), Does.Contain("`leadLists:restore`"));
        Assert.That(trash.Values.Select(t => t.GetProperty("parameters").GetArrayLength()), Is.All.GreaterThan(5));
    }
}
