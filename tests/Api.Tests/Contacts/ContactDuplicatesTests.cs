namespace Crm.Api.Tests.Contacts;

public sealed class ContactDuplicatesTests : ContactTest
{
    private const string Path = "/api/contacts/duplicates";

    private async Task<Guid> AddAsync(string lastName, string? phone = null, Guid? companyId = null, Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName, phone, companyId, ownerId })).Is(201).Id;

    /// <summary>Reason, count and ids of each group.</summary>
    private static (string Reason, long Count, Guid[] Ids)[] Groups(ApiResponse answer) => [.. answer.Is(200).Items.Select(g => (
        g.GetProperty("reason").GetString()!, g.GetProperty("count").GetInt64(), g.GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("id").GetGuid()).ToArray()))];

    [Test]
    public async Task The_same_digits_or_the_same_folded_name_in_one_company_make_a_group()
    {
        var (acme, other) = (await CompanyAsync("Acme"), await CompanyAsync("Other"));
        var a = await AddAsync("Alpha", "+49 (30) 123-456");
        var b = await AddAsync("Beta", "4930123456");
        var c = await AddAsync("Müller", companyId: acme);
        var d = await AddAsync("MULLER", companyId: acme);
        await AddAsync("Muller", companyId: other);
        await AddAsync("Nobody");
        await AddAsync("Nobody");
        await AddAsync("Extension", "1234");
        await AddAsync("Extension2", "1234");
        var gone = await AddAsync("Gone", "4930123456");
        (await Admin.DeleteAsync($"/api/contacts/{gone}")).Is(204);

        var answer = await Admin.GetAsync(Path);

        Assert.That(Groups(answer), Is.EqualTo(new[] { ("PHONE", 2L, new[] { a, b }), ("NAME", 2L, new[] { c, d }) }));
        var shown = answer.Items[1].GetProperty("contacts")[0];
        Assert.That(
            (shown.GetProperty("lastName").GetString(), shown.GetProperty("companyName").GetString(), shown.GetProperty("companyId").GetGuid()),
            Is.EqualTo(("Müller", "Acme", acme)));
        Assert.That(Groups(await Admin.GetAsync($"{Path}?reason=PHONE")).Select(g => g.Reason), Is.EqualTo(new[] { "PHONE" }));
        Assert.That(Groups(await Admin.GetAsync($"{Path}?reason=NAME")).Select(g => g.Reason), Is.EqualTo(new[] { "NAME" }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(200)]
    public async Task Pages_show_each_group_once(int limit)
    {
        var acme = await CompanyAsync();
        for (var i = 0; i < 3; i++)
        {
            for (var n = 0; n < 2; n++)
                await AddAsync($"P{i}{n}", $"555000{i}");
        }

        for (var i = 0; i < 2; i++)
        {
            for (var n = 0; n < 2; n++)
                await AddAsync($"N{i}", companyId: acme);
        }

        var seen = new List<Guid>();
        var cursor = "";
        do
        {
            var page = await Admin.GetAsync($"{Path}?limit={limit}{cursor}");
            Assert.That(Groups(page), Has.Length.InRange(1, limit));
            seen.AddRange(Groups(page).SelectMany(g => g.Ids));
            cursor = page.NextCursor is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        Assert.That(seen, Has.Count.EqualTo(10).And.Unique);
    }

    [Test]
    public async Task A_large_group_shows_its_oldest_and_its_count()
    {
        for (var i = 0; i < 23; i++)
            await AddAsync($"P{i}", "5550001");
        var group = Groups(await Admin.GetAsync(Path)).Single();
        Assert.That((group.Count, group.Ids.Length), Is.EqualTo((23, 20)));
    }

    [Test]
    public async Task Nothing_out_of_sight_is_counted_or_named()
    {
        var rep = await UserWithAsync("""{"contacts": {"create": "all", "read": "own"}}""");
        await AddAsync("Mine", "5550001", ownerId: rep.Id);
        await AddAsync("Theirs", "5550001", ownerId: Admin.Id);
        Assert.That(Groups(await rep.GetAsync(Path)), Is.Empty);
        await AddAsync("Mine too", "5550001", ownerId: rep.Id);
        Assert.That(Groups(await rep.GetAsync(Path)).Single().Count, Is.EqualTo(2));
        Assert.That(Groups(await Admin.GetAsync(Path)).Single().Count, Is.EqualTo(3));
        (await (await UserWithAsync("{}")).GetAsync(Path)).IsProblem(403, "right_missing");
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=x", "limit")]
    [TestCase("reason=EMAIL", "reason")]
    public async Task Bad_parameters_are_refused(string query, string field) =>
        (await Admin.GetAsync($"{Path}?{query}")).IsProblem(400, "invalid_parameter", field);

    [Test]
    public async Task A_cursor_fits_its_list_alone()
    {
        for (var i = 0; i < 4; i++)
            await AddAsync($"P{i}", $"555000{i % 2}");
        var cursor = (await Admin.GetAsync($"{Path}?limit=1")).Is(200).NextCursor;
        (await Admin.GetAsync($"{Path}?reason=PHONE&cursor={cursor}")).IsProblem(400, "cursor_mismatch");
        (await Admin.GetAsync($"/api/contacts?cursor={cursor}")).IsProblem(400, "cursor_mismatch");
        (await Admin.GetAsync($"{Path}?cursor=")).IsProblem(400, "bad_cursor");
        (await Admin.GetAsync($"{Path}?cursor=abc")).IsProblem(400, "bad_cursor");
        (await Admin.GetAsync($"{Path}?sort=name")).IsProblem(400, "unknown_parameter");
    }

    [Test]
    public async Task Who_creates_a_contact_is_warned_of_those_who_may_be_the_same()
    {
        var acme = await CompanyAsync();
        var first = (await Admin.PostAsync("/api/contacts", new { firstName = "Jörg", lastName = "Müller", phone = "+49 30 123456", companyId = acme })).Is(201);
        Assert.That(first["warnings"].GetArrayLength(), Is.Zero);
        Assert.That((await Admin.GetAsync($"/api/contacts/{first.Id}")).Is(200).Json.TryGetProperty("warnings", out _), Is.False);

        var body = new { firstName = "JORG", lastName = "Muller", phone = "(4930) 123 456", companyId = acme };
        var second = (await Admin.PostAsync("/api/contacts", body, key: "k1")).Is(201);
        Assert.That(
            second["warnings"].EnumerateArray().Select(w => (w.GetProperty("code").GetString(), w.GetProperty("field").GetString(), w.GetProperty("contactIds")[0].GetGuid())),
            Is.EqualTo(new[] { ("possible_duplicate_phone", "phone", first.Id), ("possible_duplicate_name", "lastName", first.Id) }));
        Assert.That(second["warnings"].EnumerateArray().Select(w => w.GetProperty("contactIds").GetArrayLength()), Is.All.EqualTo(1), "It is not its own duplicate.");
        Assert.That((await Admin.PostAsync("/api/contacts", body, key: "k1")).Is(201).Body, Is.EqualTo(second.Body));
        Assert.That((await Admin.PatchAsync($"/api/contacts/{second.Id}", new { city = "Bonn" })).Is(200).Json.TryGetProperty("warnings", out _), Is.False);
    }

    [Test]
    public async Task A_warning_names_only_contacts_that_may_be_seen()
    {
        var rep = await UserWithAsync("""{"contacts": {"create": "own", "read": "own"}}""");
        await AddAsync("Theirs", "5550001", ownerId: Admin.Id);
        var body = new { firstName = "Jo", lastName = "Mine", phone = "5550001" };
        var first = (await rep.PostAsync("/api/contacts", body)).Is(201);
        Assert.That(first["warnings"].GetArrayLength(), Is.Zero);
        var second = (await rep.PostAsync("/api/contacts", body)).Is(201);
        Assert.That(second["warnings"][0].GetProperty("contactIds").EnumerateArray().Select(i => i.GetGuid()), Is.EqualTo(new[] { first.Id }));
        var blind = await UserWithAsync("""{"contacts": ["create"]}""");
        Assert.That((await blind.PostAsync("/api/contacts", body)).Is(201)["warnings"].ValueKind, Is.EqualTo(JsonValueKind.Array));
        Assert.That((await blind.PostAsync("/api/contacts", body)).Is(201)["warnings"].GetArrayLength(), Is.Zero);
    }
}
