using Crm.Domain.Roles;

namespace Crm.Api.Tests.Deals;

public sealed class ListDealsTests : DealTest
{
    private async Task<IEnumerable<string?>> TitlesAsync(string query) =>
        Texts((await Admin.GetAsync($"/api/deals?{query}")).Is(200).Items, "title");

    [Test]
    public async Task Rows_have_the_names_of_related_records()
    {
        var owner = await UserAsync(firstName: "Ada", lastName: "Byron");
        var full = await DealAsync(
            more: new
            {
                companyId = await CompanyAsync("Globex"),
                primaryContactId = await ContactAsync("Roe"),
                ownerId = owner.Id,
                value = 9.5m,
                tags = new[] { "t" }
            });
        await DealAsync(more: new { title = "Bare" });

        var rows = (await Admin.GetAsync("/api/deals")).Is(200).Items;

        Assert.That(Texts(rows, "title"), Is.EqualTo(new[] { "Bare", "Rollout" }), "Newest first.");
        var row = rows[1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.GetProperty("companyName").GetString(), Is.EqualTo("Globex"));
            Assert.That(row.GetProperty("primaryContactName").GetString(), Is.EqualTo("Jo Roe"));
            Assert.That(row.GetProperty("ownerName").GetString(), Is.EqualTo("Ada Byron"));
        }

        foreach (var member in row.EnumerateObject().Where(m => full.Json.TryGetProperty(m.Name, out _)))
            Assert.That(member.Value.GetRawText(), Is.EqualTo(full[member.Name].GetRawText()), member.Name);
        Assert.That(rows[0].GetProperty("primaryContactName").GetString(), Is.Null);
    }

    [Test]
    public async Task All_conditions_must_hold()
    {
        var rep = await UserAsync();
        var (acme, globex, contact) = (await CompanyAsync(), await CompanyAsync("Globex"), await ContactAsync());
        await DealAsync(more: new
        {
            title = "A",
            companyId = acme,
            value = 100,
            stage = "NEGOTIATING",
            tags = new[] { "x", "y" },
            expectedCloseDate = "2030-01-10",
            primaryContactId = contact
        });
        await DealAsync(more: new
        {
            title = "B",
            companyId = acme,
            value = 1000,
            stage = "PROPOSING",
            tags = new[] { "x" },
            expectedCloseDate = "2030-02-10",
            ownerId = rep.Id
        });
        await DealAsync(more: new
        {
            title = "C",
            companyId = globex,
            value = 5000,
            stage = "NEGOTIATING",
            currency = "EUR",
            competitors = new[] { "Initech" }
        });
        var d = await DealAsync(more: new { title = "D", companyId = globex, value = 7000, stage = "ON_HOLD", probability = 35 });
        var e = await DealAsync(more: new { title = "E", companyId = globex });
        (await MoveAsync(e.Id, new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        await LineAsync(d.Id, 1, 7000);

        foreach (var (query, expected) in new[]
        {
            ("stage=NEGOTIATING,PROPOSING&value[gte]=1000", "B C"),
            ("stage=NEGOTIATING,PROPOSING&value[gte]=1000&companyId=" + acme, "B"),
            ("stage=NEGOTIATING", "A C"),
            ("stage[ne]=NEGOTIATING", "B D E"),
            ("value[gt]=100&value[lt]=5000", "B"),
            ("ownerId=me", "A C D E"),
            ($"ownerId={rep.Id}", "B"),
            ($"ownerId=me,{rep.Id}", "A B C D E"),
            ($"primaryContactId={contact}", "A"),
            ("primaryContactId[isNull]=true&stage=NEGOTIATING", "C"),
            ("tags=x", "A B"),
            ("tags[has]=y", "A"),
            ("competitors=Initech", "C"),
            ("currency=EUR", "C"),
            ("valueSource=PRODUCTS", "D"),
            ("probability=35", "D"),
            ("isActive=false", "E"),
            ("isActive=true&companyId=" + globex, "C D"),
            ("expectedCloseDate[lte]=2030-01-31", "A"),
            ("expectedCloseDate[isNull]=true", "C D E"),
            ($"actualCloseDate={Clock.Today:yyyy-MM-dd}", "E"),
            ("title[startsWith]=a", "A"),
            ($"id={d.Id}", "D"),
            ("q=globex", "C D E"),
            ("q=globex&stage=ON_HOLD", "D"),
            ("stage=CLOSED_WON", ""),
        })
            Assert.That((await TitlesAsync($"sort=title&{query}")).ToArray(),
                Is.EqualTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)), query);
    }

    [TestCase("expectedCloseDate", "Early Late None1 None2")]
    [TestCase("-expectedCloseDate", "Late Early None2 None1")]
    public async Task Deals_without_a_close_date_are_last_in_both_directions_across_pages(string sort, string expected)
    {
        var company = await CompanyAsync();
        foreach (var (title, date) in new[] { ("None1", null), ("Late", "2031-01-01"), ("None2", null), ("Early", "2030-01-01") })
            await DealAsync(more: new { title, companyId = company, expectedCloseDate = date });

        var titles = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync($"/api/deals?sort={sort}&limit=1{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            titles.AddRange(Texts(page.Items, "title"));
            cursor = page.NextCursor;
        }
        while (cursor is not null && titles.Count < 10);

        Assert.That(string.Join(' ', titles), Is.EqualTo(expected));
    }

    [TestCase("title", "Älpha beta Gamma")]
    [TestCase("-title", "Gamma beta Älpha")]
    [TestCase("value", "Gamma Älpha beta")]
    [TestCase("-value", "beta Älpha Gamma")]
    [TestCase("probability", "Älpha Gamma beta")]
    [TestCase("-probability", "beta Gamma Älpha")]
    [TestCase("createdAt", "beta Älpha Gamma")]
    [TestCase("-createdAt", "Gamma Älpha beta")]
    [TestCase("-stageEnteredAt", "Gamma Älpha beta")]
    [TestCase("updatedAt", "Älpha Gamma beta")]
    public async Task Each_sort_orders_by_its_field(string sort, string expected)
    {
        var company = await CompanyAsync();
        var first = await DealAsync(more: new { title = "beta", companyId = company, value = 30, stage = "NEGOTIATING" });
        await DealAsync(more: new { title = "Älpha", companyId = company, value = 20, stage = "PROSPECTING" });
        await DealAsync(more: new { title = "Gamma", companyId = company, value = 10, stage = "QUALIFYING" });
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Admin.PatchAsync($"/api/deals/{first.Id}", new { notes = "n" })).Is(200);

        Assert.That(string.Join(' ', await TitlesAsync($"sort={sort}")), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_list_has_only_records_in_the_read_scope()
    {
        var (rep, other, manager) = (await UserAsync(), await UserAsync(), await UserAsync(BuiltInRoles.SalesManager));
        await DealAsync(rep, new { title = "Mine" });
        await DealAsync(other, new { title = "Theirs" });

        var mine = (await rep.GetAsync("/api/deals?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(mine.Items, "title").Single(), Is.EqualTo("Mine"));
            Assert.That(mine["count"].GetInt32(), Is.EqualTo(1));
        }

        Assert.That((await rep.GetAsync($"/api/deals?ownerId={other.Id}")).Is(200).Items, Is.Empty);
        Assert.That((await manager.GetAsync("/api/deals?count=exact"))["count"].GetInt32(), Is.EqualTo(2));
        (await (await UserWithAsync("""{"companies": ["read"]}""")).GetAsync("/api/deals")).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task Unknown_filters_and_sorts_are_named_with_the_nearest()
    {
        Assert.That((await Admin.GetAsync("/api/deals?stag=PROPOSING")).IsProblem(400, "unknown_parameter").Detail, Does.Contain("stage"));
        Assert.That((await Admin.GetAsync("/api/deals?stage=PROPOSIN")).IsProblem(400, "invalid_parameter").Detail,
            Does.Contain("PROPOSING"));
        (await Admin.GetAsync("/api/deals?sort=companyName")).IsProblem(400, "unknown_sort");
    }
}
