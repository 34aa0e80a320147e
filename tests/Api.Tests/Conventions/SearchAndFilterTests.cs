namespace Crm.Api.Tests.Conventions;

/// <summary>The results of <c>q</c> and of the filters.</summary>
public sealed class SearchAndFilterTests : ApiTest
{
    private async Task CreateAsync(params object[] companies)
    {
        foreach (var company in companies)
            (await Admin.PostAsync("/api/companies", company)).Is(201);
    }

    private async Task<string[]> NamesAsync(string query) =>
        [.. (await Admin.GetAsync($"/api/companies?sort=name&{query}")).Is(200).Items.Select(i => i.GetProperty("name").GetString()!)];

    [Test]
    public async Task Search_finds_folded_words()
    {
        await CreateAsync(
            new { name = "Acme Café" }, new { name = "Łódź Werke", email = "info@lodz.example" }, new { name = "Straße 9" },
            new { name = "100% Pure" },
            new { name = "back\\slash" }, new { name = "under_score" }, new { name = "underXscore" });
        foreach (var (q, expected) in new (string, string[])[]
        {
            ("acme", ["Acme Café"]), ("ACME", ["Acme Café"]), ("cafe", ["Acme Café"]), ("CAFÉ", ["Acme Café"]),
            ("cafe acme", ["Acme Café"]),
            ("acme zurich", []), ("cme", ["Acme Café"]), ("me", []), ("ac", ["Acme Café"]), ("a", ["Acme Café"]), ("c", ["Acme Café"]),
            ("f", []),
            ("lodz", ["Łódź Werke"]), ("Łó", ["Łódź Werke"]), ("strasse", ["Straße 9"]), ("info@lodz", ["Łódź Werke"]),
            ("example", ["Łódź Werke"]),
            ("ex", ["Łódź Werke"]), ("%", []), ("_", []), ("\\", []), ("00%", ["100% Pure"]), ("0%p", []), ("k\\s", ["back\\slash"]),
            ("r_s", ["under_score"]), ("%%%", []), ("___", []), ("'; drop table companies; --", []),
            ("under", ["under_score", "underXscore"]),
            ("   ", ["Acme Café", "Łódź Werke", "Straße 9", "100% Pure", "back\\slash", "under_score", "underXscore"]),
        })
            Assert.That(await NamesAsync($"q={Uri.EscapeDataString(q)}"), Is.EquivalentTo(expected), q);
    }

    [Test]
    public async Task Filters_are_combined_with_and()
    {
        await CreateAsync(
            new
            {
                name = "Alpha é",
                city = "Bonn",
                email = "a@x.example",
                employeeCount = 20,
                revenue = 10,
                tags = new[] { "x" },
                ownerId = Admin.Id,
                createdAt = "2020-01-01T09:00:00Z"
            },
            new
            {
                name = "Beta",
                city = "Köln",
                email = "B@x.example",
                employeeCount = 5,
                revenue = 20,
                isPublic = true,
                tags = new[] { "x", "y" }
            },
            new { name = "Gamma", tags = new[] { "z" } });
        const string a = "Alpha é", b = "Beta", c = "Gamma";
        foreach (var (query, expected) in new (string, string[])[]
        {
            ("name=Beta", [b]), ("name=Beta,Gamma", [b, c]), ("name[in]=Beta,Nothing", [b]), ("name[ne]=Beta", [a, c]),
            ("name[contains]=PHA", [a]),
            ("name[contains]=É", [a, b]), ("name[startsWith]=alp", [a]), ("name[startsWith]=lpha", []), ("name[contains]=%25", []),
            ("city[ne]=Bonn", [b, c]), ("city[contains]=ON", [a]), ("city[isNull]=true", [c]), ("city[isNull]=false", [a, b]),
            ("email=A@X.example", [a]), ("email[in]=a@x.EXAMPLE,b@x.example", [a, b]),
            ("size=SMALL_11_50", [a]), ("size=SMALL_11_50,MICRO_1_10", [a, b]), ("size[isNull]=true", [c]),
            ("size[ne]=SMALL_11_50", [b, c]),
            ("revenue=10", [a]), ("revenue=10.00,20", [a, b]), ("revenue[gt]=10", [b]), ("revenue[gte]=10", [a, b]),
            ("revenue[lt]=20", [a]),
            ("revenue[lte]=20", [a, b]), ("revenue[gt]=-1&revenue[lt]=15", [a]), ("revenue[ne]=10", [b, c]),
            ("employeeCount[gte]=5&employeeCount[lte]=20", [a, b]),
            ("isPublic=true", [b]), ("isPublic=false", [a, c]), ("tags=x", [a, b]), ("tags[has]=y,z", [b, c]), ("tags=x&tags=y", [b]),
            ("ownerId=me", [a]), ("ownerId[isNull]=true", [b, c]), ("ownerId[ne]=me", [b, c]),
            ("createdAt[lt]=2020-02-01", [a]), ("createdAt[gte]=2020-02-01T00:00:00Z", [b, c]),
            ("createdAt=2020-01-01T10:00:00.000000%2B01:00", [a]),
            ("isActive=true&size=SMALL_11_50&revenue[gte]=10&q=alpha&tags=x&city=Bonn", [a]),
        })
            Assert.That(await NamesAsync(query), Is.EqualTo(expected), query);
    }

    [Test]
    public async Task A_row_has_the_names_of_related_records()
    {
        var owner = await UserAsync(firstName: "Ann", lastName: "Owner");
        var parent = (await Admin.PostAsync("/api/companies", new { name = "Parent" })).Id;
        await CreateAsync(new { name = "Child", parentCompanyId = parent, ownerId = owner.Id });
        var row = (await Admin.GetAsync("/api/companies?name=Child")).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.GetProperty("ownerName").GetString(), Is.EqualTo("Ann Owner"));
            Assert.That(row.GetProperty("parentCompanyName").GetString(), Is.EqualTo("Parent"));
        }

        Assert.That(row.TryGetProperty("sortKey", out _), Is.False);
    }
}
