namespace Crm.Api.Tests.Contacts;

public sealed class ContactDuplicatesTests : ContactTest
{
    private const string Path = "/api/contacts/duplicates";

    private async Task<Guid> AddAsync(string lastName, string? phone = null, Guid? companyId = null, Guid? ownerId = null) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName, phone, companyId, ownerId })).Is(201).Id;

    /// <summary>The groups of the response.</summary>
    private static (string Reason, long Count, Guid[] Ids)[] Groups(ApiResponse response) => [.. response.Is(200).Items.Select(g => (
        g.GetProperty("reason").GetString()!, g.GetProperty("count").GetInt64(), g.GetProperty("contacts").EnumerateArray()
            .Select(c => c.GetProperty("id").GetGuid()).ToArray()))];

    [Test]
    public async Task The_same_digits_or_folded_name_in_one_company_form_a_group()
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
        var deleted = await AddAsync("Gone", "4930123456");
        (await Admin.DeleteAsync($"/api/contacts/{deleted}")).Is(204);

        var response = await Admin.GetAsync(Path);

        var groups = Groups(response);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(groups.Select(g => g.Reason), Is.EqualTo(new[] { "PHONE", "NAME" }));
            Assert.That(groups.Select(g => g.Count), Is.EqualTo(new[] { 2, 2 }));
            Assert.That(groups.Select(g => g.Ids), Is.EqualTo(new[] { new[] { a, b }, [c, d] }));
        }

        var shown = response.Items[1].GetProperty("contacts")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.GetProperty("lastName").GetString(), Is.EqualTo("Müller"));
            Assert.That(shown.GetProperty("companyName").GetString(), Is.EqualTo("Acme"));
            Assert.That(shown.GetProperty("companyId").GetGuid(), Is.EqualTo(acme));
        }

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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.Count, Is.EqualTo(23));
            Assert.That(group.Ids.Length, Is.EqualTo(20));
        }
    }

    [Test]
    public async Task Unreadable_records_are_not_counted_or_named()
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
    public async Task Invalid_parameters_are_rejected(string query, string field) =>
        (await Admin.GetAsync($"{Path}?{query}")).IsProblem(400, "invalid_parameter", field);

    [Test]
    public async Task A_cursor_is_valid_only_for_its_list()
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
    public async Task Creating_a_contact_warns_of_possible_duplicates()
    {
        var acme = await CompanyAsync();
        var first = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "Jörg", lastName = "Müller", phone = "+49 30 123456", companyId = acme })).Is(201);
        Assert.That(first["warnings"].GetArrayLength(), Is.Zero);
        Assert.That((await Admin.GetAsync($"/api/contacts/{first.Id}")).Is(200).Json.TryGetProperty("warnings", out _), Is.False);

        var body = new { firstName = "JORG", lastName = "Muller", phone = "(4930) 123 456", companyId = acme };
        var second = (await Admin.PostAsync("/api/contacts", body, key: "k1")).Is(201);
        Assert.That(
            second["warnings"].EnumerateArray().Select(w => new
            {
                Code = w.GetProperty("code").GetString(),
                Field = w.GetProperty("field").GetString(),
                ContactId = w.GetProperty("contactIds")[0].GetGuid(),
            }),
            Is.EqualTo(new[]
            {
                new { Code = "possible_duplicate_phone", Field = "phone", ContactId = first.Id },
                new { Code = "possible_duplicate_name", Field = "lastName", ContactId = first.Id },
            }));
        Assert.That(second["warnings"].EnumerateArray().Select(w => w.GetProperty("contactIds").GetArrayLength()), Is.All.EqualTo(1),
            "A contact is not its own duplicate.");
        Assert.That((await Admin.PostAsync("/api/contacts", body, key: "k1")).Is(201).Body, Is.EqualTo(second.Body));
        Assert.That((await Admin.PatchAsync($"/api/contacts/{second.Id}", new { city = "Bonn" })).Is(200).Json.TryGetProperty(
            "warnings", out _), Is.False);
    }

    [Test]
    public async Task A_warning_names_only_readable_contacts()
    {
        var rep = await UserWithAsync("""{"contacts": {"create": "own", "read": "own"}}""");
        await AddAsync("Theirs", "5550001", ownerId: Admin.Id);
        var body = new { firstName = "Jo", lastName = "Mine", phone = "5550001" };
        var first = (await rep.PostAsync("/api/contacts", body)).Is(201);
        Assert.That(first["warnings"].GetArrayLength(), Is.Zero);
        var second = (await rep.PostAsync("/api/contacts", body)).Is(201);
        Assert.That(second["warnings"][0].GetProperty("contactIds").EnumerateArray().Select(i => i.GetGuid()),
            Is.EqualTo(new[] { first.Id }));
        var creator = await UserWithAsync("""{"contacts": ["create"]}""");
        Assert.That((await creator.PostAsync("/api/contacts", body)).Is(201)["warnings"].ValueKind, Is.EqualTo(JsonValueKind.Array));
        Assert.That((await creator.PostAsync("/api/contacts", body)).Is(201)["warnings"].GetArrayLength(), Is.Zero);
    }
}
