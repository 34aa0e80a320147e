using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Audit;

/// <summary>Replaying a record's audit rows in the order of its versions gives exactly its current state, including children.</summary>
[TestFixture]
[Category("Slow")]
public sealed class ReplayTests : ApiTest
{
    /// <summary>Members of GET that are not stored fields: derived values, values of other records, and child rows.</summary>
    private static readonly string[] NotReplayed =
    [
        "id", "version", "updatedAt", "lastActivityDate", "lastContactDate", "companyName", "parentCompanyName", "ownerName",
        "company", "primaryContact", "owner", "daysInStage", "history", "products",
        "assignedToName", "convertedToContactName", "convertedToCompanyName", "convertedToDealTitle",
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Companies_contacts_and_deals_after_random_changes(int seed)
    {
        var random = new Random(seed);
        var colleague = (await UserAsync("Sales Manager")).Id;
        var company = (await Admin.PostAsync("/api/companies", new { name = $"Ümlaut {seed}", revenue = 12.5, tags = new[] { "a" } })).Is(
            201).Id;
        var contact = (await Admin.PostAsync("/api/contacts", new { firstName = "A", lastName = "B", notes = (string?)null })).Status == 201
            ? throw new AssertionException("A contact has no notes.")
            : (await Admin.PostAsync(
                "/api/contacts", new { firstName = "A", lastName = "B", companyId = company, latitude = 1.5, longitude = 2 })).Is(201).Id;
        var deal = (await Admin.PostAsync("/api/deals", new { title = "Deal", companyId = company, value = 10 })).Is(201).Id;

        for (var step = 0; step < 40; step++)
        {
            Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 600)));
            var response = await ChangeAsync(random, company, contact, deal, colleague);
            Assert.That(response.Status, Is.LessThan(500), response.ToString());
        }

        await CheckAsync("companies", company);
        await CheckAsync("contacts", contact);
        await CheckAsync("deals", deal);
    }

    [TestCase(4)]
    [TestCase(5)]
    public async Task Leads_and_lead_lists_until_conversion(int seed)
    {
        var random = new Random(seed);
        var colleague = (await UserAsync("Sales Manager")).Id;
        var list = (await Admin.PostAsync("/api/lead-lists", new { name = "Fair" })).Is(201).Id;
        var lead = (await Admin.PostAsync(
            "/api/leads", new { firstName = "A", lastName = "B", company = $"Ümlaut {seed}", tags = new[] { "a" } })).Is(201).Id;
        string[] statuses = ["NEW", "CONTACTED", "INTERESTED", "QUALIFIED", "NURTURING", "NOT_INTERESTED", "DEAD"];
        for (var step = 0; step < 40; step++)
        {
            Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 600)));
            var response = await (random.Next(8) switch
            {
                0 or 1 => Admin.PatchAsync($"/api/leads/{lead}", new { status = statuses[random.Next(statuses.Length)] }),
                2 => Admin.PatchAsync(
                    $"/api/leads/{lead}",
                    new
                    {
                        notes = "n" + random.Next(3),
                        tags = new[] { "t" + random.Next(3) },
                        leadScore = random.Next(100),
                        email = "a@b.example"
                    }),
                3 => Admin.PostAsync(
                    "/api/leads/assign", new { ids = new[] { lead }, assignedToId = random.Next(2) == 0 ? colleague : Admin.Id }),
                4 => Admin.PostAsync($"/api/leads/{lead}/activities", new { type = "MEETING" }),
                5 => Admin.PostAsync($"/api/lead-lists/{list}/members", new { leadIds = new[] { lead } }),
                6 => Admin.PostAsync($"/api/lead-lists/{list}/members/remove", new { filter = "company[isNull]=false" }),
                _ => Admin.PutAsync($"/api/lead-lists/{list}", new { name = "N" + random.Next(3) }),
            });
            Assert.That(response.Status, Is.LessThan(500), response.ToString());
        }

        (await Admin.PostAsync($"/api/leads/{lead}/convert", new { createDeal = true })).Is(200);
        (await Admin.PatchAsync($"/api/leads/{lead}", new { notes = "done" })).Is(200);
        await CheckAsync("leads", lead);
        await CheckAsync("lead-lists", list);
    }

    private Task<ApiResponse> ChangeAsync(Random random, Guid company, Guid contact, Guid deal, Guid colleague)
    {
        string[] texts = ["", "x", "Größe \"quoted\" \\ 漢字", "line\nbreak"];
        var text = texts[random.Next(texts.Length)];
        var owner = random.Next(2) == 0 ? colleague : Admin.Id;
        string[] stages = ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];
        return random.Next(10) switch
        {
            0 => Admin.PatchAsync(
                $"/api/companies/{company}", new { notes = text, revenue = random.Next(1000) / 4m, tags = new[] { "b", text + "t" } }),
            1 => Admin.PatchAsync(
                $"/api/companies/{company}", new { ownerId = owner, employeeCount = random.Next(2) == 0 ? (int?)null : random.Next(2000) }),
            2 => Admin.PatchAsync(
                $"/api/contacts/{contact}",
                new { firstName = "N" + random.Next(9), birthday = "1990-02-03", leadStatus = "NURTURING", leadScore = random.Next(100) }),
            3 => Admin.PatchAsync(
                $"/api/contacts/{contact}",
                new { companyId = random.Next(2) == 0 ? (Guid?)company : null, latitude = (decimal?)null, longitude = (decimal?)null }),
            4 => Admin.PatchAsync(
                $"/api/deals/{deal}",
                new
                {
                    title = "T" + random.Next(99),
                    description = text,
                    expectedCloseDate = "2030-01-02",
                    ownerId = owner,
                    primaryContactId = contact
                }),
            5 => Admin.PostAsync(
                $"/api/deals/{deal}/products",
                new { productName = "P" + text, quantity = random.Next(1, 500) / 8m, unitPrice = random.Next(10_000) / 100m }),
            6 => RemoveOrChangeLineAsync(random, deal),
            7 or 8 => Admin.PatchAsync($"/api/deals/{deal}/stage", StageBody(stages[random.Next(stages.Length)])),
            _ => DeleteAndRestoreAsync(deal),
        };
    }

    private static Dictionary<string, string> StageBody(string stage)
    {
        var body = new Dictionary<string, string> { ["stage"] = stage, ["reason"] = "why" };
        if (stage == "CLOSED_LOST")
            body["lossReason"] = "price";
        return body;
    }

    private async Task<ApiResponse> RemoveOrChangeLineAsync(Random random, Guid deal)
    {
        var lines = (await Admin.GetAsync($"/api/deals/{deal}/products")).Is(200).Items;
        if (lines.Count == 0)
            return await Admin.GetAsync($"/api/deals/{deal}");
        var line = $"/api/deals/{deal}/products/{lines[random.Next(lines.Count)].GetProperty("id").GetGuid()}";
        return random.Next(2) == 0 ? await Admin.DeleteAsync(line)
            : await Admin.PatchAsync(line, new { quantity = random.Next(1, 9), notes = "changed" });
    }

    private async Task<ApiResponse> DeleteAndRestoreAsync(Guid deal)
    {
        (await Admin.DeleteAsync($"/api/deals/{deal}")).Is(204);
        return (await Admin.PostAsync($"/api/deals/{deal}/restore")).Is(200);
    }

    private async Task CheckAsync(string collection, Guid id)
    {
        var view = (await Admin.GetAsync($"/api/{collection}/{id}")).Is(200);
        var rows = await RowsAsync(collection, id);
        var versions = rows.Select(r => r.GetProperty("metadata").GetProperty("version").GetInt64()).Distinct().ToList();
        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, (int)view.Version).Select(v => (long)v)),
            "Each version has its rows, in order and without gaps.");

        var state = Replay(rows);
        var stored = JsonNode.Parse(view.Body)!.AsObject();
        foreach (var (field, value) in stored.Where(m => !NotReplayed.Contains(m.Key)).ToList())
            Assert.That(JsonNode.DeepEquals(Number(state.GetValueOrDefault(field)), Number(value)), Is.True,
                $"{collection}.{field}: replayed {state.GetValueOrDefault(field)}, stored {value}");
        Assert.That(stored["updatedAt"]!.GetValue<string>(), Is.EqualTo(rows[^1].GetProperty("createdAt").GetString()));
        if (stored["products"] is JsonArray products)
            CheckProducts(state, products);
    }

    private static void CheckProducts(Dictionary<string, JsonNode?> state, JsonArray products)
    {
        var replayed = state.Where(s => s.Key.StartsWith("products.", StringComparison.Ordinal) && s.Value is not null)
            .GroupBy(s => s.Key.Split('.')[1]).ToDictionary(g => g.Key, g => g.ToDictionary(s => s.Key.Split('.')[2], s => s.Value));
        Assert.That(replayed.Keys, Is.EquivalentTo(products.Select(p => p!["id"]!.GetValue<string>())));
        foreach (var product in products.Select(p => p!.AsObject()))
        {
            foreach (var (field, value) in product.Where(m => m.Key != "id"))
            {
                var line = replayed[product["id"]!.GetValue<string>()];
                Assert.That(JsonNode.DeepEquals(Number(line.GetValueOrDefault(field)), Number(value)), Is.True, $"products.{field}");
            }
        }
    }

    private async Task<List<JsonElement>> RowsAsync(string collection, Guid id)
    {
        var rows = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync(
                $"/api/{collection}/{id}/audit?sort=createdAt&limit=200{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            rows.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return [.. rows.OrderBy(r => r.GetProperty("metadata").GetProperty("version").GetInt64())];
    }

    private static Dictionary<string, JsonNode?> Replay(List<JsonElement> rows)
    {
        var state = new Dictionary<string, JsonNode?>();
        foreach (var row in rows)
        {
            var field = row.GetProperty("fieldName").GetString()!;
            var before = row.GetProperty("oldValue").GetString();
            var current = state.GetValueOrDefault(field)?.ToJsonString();
            Assert.That(JsonNode.DeepEquals(
                before is null ? null : JsonNode.Parse(before), current is null ? null : JsonNode.Parse(current)), Is.True,
                $"{field}: the old value must be the previous value");
            state[field] = row.GetProperty("newValue").GetString() is { } after ? JsonNode.Parse(after) : null;
        }

        return state;
    }

    /// <summary>Numbers are compared by value, regardless of trailing zeros.</summary>
    private static JsonNode? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? JsonValue.Create(
            decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) / 1.0000000000m) : node;
}
