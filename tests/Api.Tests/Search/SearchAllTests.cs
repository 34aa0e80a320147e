namespace Crm.Api.Tests.Search;

public sealed class SearchAllTests : ApiTest
{
    private static readonly string[] Kinds = ["companies", "contacts", "leads", "deals"];

    private async Task FillAsync(string word, Guid? owner = null)
    {
        var ownerId = owner ?? Admin.Id;
        var company = (await Admin.PostAsync("/api/companies", new { name = $"{word} GmbH", ownerId })).Is(201).Id;
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = word, ownerId })).Is(201);
        (await Admin.PostAsync("/api/leads", new { firstName = "Al", lastName = word, assignedToId = ownerId })).Is(201);
        (await Admin.PostAsync("/api/deals", new { title = $"{word} rollout", companyId = company, ownerId })).Is(201);
    }

    private sealed record KindCounts(int Companies, int Contacts, int Leads, int Deals);

    private static KindCounts Counts(ApiResponse response)
    {
        int Of(string kind) => response.Is(200)[kind].GetProperty("items").GetArrayLength();
        return new KindCounts(Of("companies"), Of("contacts"), Of("leads"), Of("deals"));
    }

    [Test]
    public async Task All_kinds_are_found_by_any_of_their_words()
    {
        await FillAsync("Łódź");
        await FillAsync("Other");

        var found = await Admin.GetAsync("/api/search?q=lodz");

        Assert.That(Counts(found), Is.EqualTo(new KindCounts(1, 1, 1, 1)));
        Assert.That(found.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(Kinds));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found["companies"].GetProperty("items")[0].GetProperty("name").GetString(), Is.EqualTo("Łódź GmbH"));
            Assert.That(found["contacts"].GetProperty("items")[0].GetProperty("name").GetString(), Is.EqualTo("Jo Łódź"));
            Assert.That(found["leads"].GetProperty("items")[0].GetProperty("name").GetString(), Is.EqualTo("Al Łódź"));
            Assert.That(found["deals"].GetProperty("items")[0].GetProperty("companyName").GetString(), Is.EqualTo("Łódź GmbH"));
        }

        Assert.That(Counts(await Admin.GetAsync("/api/search?q=od")), Is.EqualTo(new KindCounts(0, 0, 0, 0)),
            "Two characters match only the beginning of a word.");
        Assert.That(Counts(await Admin.GetAsync("/api/search?q=lo")), Is.EqualTo(new KindCounts(1, 1, 1, 1)));
        Assert.That(Counts(await Admin.GetAsync("/api/search?q=lodz rollout")), Is.EqualTo(new KindCounts(0, 0, 0, 1)));
        Assert.That(Counts(await Admin.GetAsync("/api/search?q=%25")), Is.EqualTo(new KindCounts(0, 0, 0, 0)));
    }

    [Test]
    public async Task Each_kind_is_limited_separately_and_has_a_more_flag()
    {
        for (var i = 0; i < 7; i++)
            (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Acme" })).Is(201);
        (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201);

        var five = await Admin.GetAsync("/api/search?q=acme");
        Assert.That(Counts(five), Is.EqualTo(new KindCounts(1, 5, 0, 0)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(five["contacts"].GetProperty("more").GetBoolean(), Is.True);
            Assert.That(five["companies"].GetProperty("more").GetBoolean(), Is.False);
        }

        var seven = await Admin.GetAsync("/api/search?q=acme&limit=7");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(seven).Contacts, Is.EqualTo(7));
            Assert.That(seven["contacts"].GetProperty("more").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task Each_kind_is_searched_within_its_own_scope()
    {
        var rep = await UserWithAsync("""{"companies": ["read"], "contacts": {"read": "own"}, "deals": {"read": "group"}}""");
        await FillAsync("Acme", rep.Id);
        await FillAsync("Acme");

        var found = await rep.GetAsync("/api/search?q=acme");

        Assert.That(Counts(found), Is.EqualTo(new KindCounts(2, 1, 0, 1)));
        Assert.That(Kinds.Select(k => found[k].GetProperty("more").GetBoolean()), Is.All.False);
        Assert.That(Counts(await (await UserWithAsync("{}")).GetAsync("/api/search?q=acme")), Is.EqualTo(new KindCounts(0, 0, 0, 0)));
        (await Anonymous.GetAsync("/api/search?q=acme")).IsProblem(401, "not_authenticated");
    }

    [TestCase("", "invalid_parameter", "q")]
    [TestCase("?q=", "invalid_parameter", "q")]
    [TestCase("?q=%20", "invalid_parameter", "q")]
    [TestCase("?q=a&limit=0", "invalid_parameter", "limit")]
    [TestCase("?q=a&limit=51", "invalid_parameter", "limit")]
    [TestCase("?q=a&limit=five", "invalid_parameter", "limit")]
    [TestCase("?q=a&sort=name", "unknown_parameter", null)]
    [TestCase("?q=a&q=b", "repeated_parameter", null)]
    [TestCase("?q=a%00", "broken_query", null)]
    public async Task Invalid_parameters_are_rejected(string query, string code, string? field) =>
        (await Admin.GetAsync($"/api/search{query}")).IsProblem(400, code, field);

    [Test]
    public async Task A_too_long_query_is_rejected_and_the_trash_is_not_searched()
    {
        (await Admin.GetAsync($"/api/search?q={new string('a', 256)}")).IsProblem(400, "invalid_parameter", "q");
        var id = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        (await Admin.DeleteAsync($"/api/companies/{id}")).Is(204);
        Assert.That(Counts(await Admin.GetAsync("/api/search?q=acme")), Is.EqualTo(new KindCounts(0, 0, 0, 0)));
    }
}
