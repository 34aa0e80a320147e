namespace Crm.Api.Tests.Deals;

public sealed class GetPipelineBoardTests : DealTest
{
    private const string Path = "/api/deals/pipeline";

    private static readonly string[] Columns = ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "ON_HOLD"];

    private static Dictionary<string, JsonElement> ByStage(ApiResponse board) =>
        board["columns"].EnumerateArray().ToDictionary(c => c.GetProperty("stage").GetString()!);

    private static string Titles(JsonElement column) => string.Join(' ', Texts(column.GetProperty("deals").EnumerateArray(), "title"));

    [Test]
    public async Task Open_deals_are_in_six_columns_and_closed_and_deleted_ones_in_none()
    {
        var company = await CompanyAsync();
        foreach (var stage in Columns)
            await DealAsync(more: new { title = stage, companyId = company, stage });
        var (won, lost, trash) = (await DealAsync(), await DealAsync(), await DealAsync());
        (await MoveAsync(won.Id, new { stage = "CLOSED_WON" })).Is(200);
        (await MoveAsync(lost.Id, new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        (await Admin.DeleteAsync($"/api/deals/{trash.Id}")).Is(204);

        var board = (await Admin.GetAsync(Path)).Is(200);

        Assert.That(Texts(board["columns"].EnumerateArray(), "stage"), Is.EqualTo(Columns));
        foreach (var (stage, column) in ByStage(board))
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(column.GetProperty("count").GetInt32(), Is.EqualTo(1), stage);
                Assert.That(Titles(column), Is.EqualTo(stage), stage);
            }
        }
    }

    [Test]
    public async Task An_empty_board_has_empty_columns()
    {
        var board = (await Admin.GetAsync(Path)).Is(200);
        Assert.That(
            board["columns"].EnumerateArray().Select(c => c.GetRawText()),
            Is.EqualTo(Columns.Select(
                s => $$"""{"stage":"{{s}}","count":0,"currency":null,"totalValue":0,"weightedValue":0,"totals":[],"deals":[]}""")));
    }

    [Test]
    public async Task Totals_are_per_currency_weighted_by_probability_and_0_for_on_hold()
    {
        var company = await CompanyAsync();
        await DealAsync(more: new { companyId = company, stage = "PROPOSING", value = 100.01m });
        await DealAsync(more: new { companyId = company, stage = "PROPOSING", value = 200, probability = 33 });
        await DealAsync(more: new { companyId = company, stage = "NEGOTIATING", value = 10 });
        await DealAsync(more: new { companyId = company, stage = "NEGOTIATING", value = 30, currency = "EUR" });
        await DealAsync(more: new { companyId = company, stage = "NEGOTIATING", value = 50, currency = "EUR", probability = 10 });
        await DealAsync(more: new { companyId = company, stage = "ON_HOLD", value = 1000, probability = 90 });

        var columns = ByStage((await Admin.GetAsync(Path)).Is(200));

        // 100.01 × 50 % + 200 × 33 % = 116.005
        AssertColumn("PROPOSING", """2 "USD" 300.01 116.01 [{"currency":"USD","count":2,"totalValue":300.01,"weightedValue":116.01}]""");
        AssertColumn("NEGOTIATING",
            """3 null null null [{"currency":"EUR","count":2,"totalValue":80.00,"weightedValue":29.00},{"currency":"USD","count":1""" +
            ""","totalValue":10.00,"weightedValue":8.00}]""");
        AssertColumn("ON_HOLD", """1 "USD" 1000.00 0.00 [{"currency":"USD","count":1,"totalValue":1000.00,"weightedValue":0.00}]""");

        void AssertColumn(string stage, string expected) => Assert.That(
            string.Join(' ', new[] { "count", "currency", "totalValue", "weightedValue", "totals" }.Select(
                m => columns[stage].GetProperty(m).GetRawText())), Is.EqualTo(expected), stage);
    }

    [Test]
    public async Task A_column_shows_its_first_deals_by_expected_close_date_those_without_one_last()
    {
        var company = await CompanyAsync();
        foreach (var (title, date) in new[] { ("None", null), ("Third", "2030-03-01"), ("First", "2030-01-01"), ("Second", "2030-02-01"),
            ("None2", null) })
            await DealAsync(more: new { title, companyId = company, expectedCloseDate = date });
        await DealAsync(more: new { title = "Q", companyId = company, stage = "QUALIFYING" });

        Assert.That(Titles(ByStage((await Admin.GetAsync(Path)).Is(200))["PROSPECTING"]), Is.EqualTo("First Second Third None None2"));
        var limited = ByStage((await Admin.GetAsync($"{Path}?limit=2")).Is(200));
        using (Assert.EnterMultipleScope())
        {
            // The count is of all of them.
            Assert.That(Titles(limited["PROSPECTING"]), Is.EqualTo("First Second"));
            Assert.That(limited["PROSPECTING"].GetProperty("count").GetInt32(), Is.EqualTo(5));
        }

        Assert.That(Titles(limited["QUALIFYING"]), Is.EqualTo("Q"));
    }

    [Test]
    public async Task A_card_has_the_names_of_related_records()
    {
        var owner = await UserAsync(firstName: "Ada", lastName: "Byron");
        var contact = (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName = "Doe", email = "jo@acme.example" })).Is(
            201).Id;
        var deal = await DealAsync(more: new { primaryContactId = contact, ownerId = owner.Id, value = 5 });

        var card = ByStage((await Admin.GetAsync(Path)).Is(200))["PROSPECTING"].GetProperty("deals")[0];

        Assert.That(
            new[] { "companyName", "primaryContactName", "primaryContactEmail", "ownerName" }.Select(m => card.GetProperty(m).GetString()),
            Is.EqualTo(new[] { "Acme", "Jo Doe", "jo@acme.example", "Ada Byron" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(card.GetProperty("id").GetGuid(), Is.EqualTo(deal.Id));
            Assert.That(card.GetProperty("value").GetRawText(), Is.EqualTo("5.00"));
            Assert.That(card.GetProperty("version").GetInt64(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_filters_of_the_list_apply()
    {
        var rep = await UserAsync();
        var (acme, globex) = (await CompanyAsync(), await CompanyAsync("Globex"));
        await DealAsync(more: new { title = "A", companyId = acme, value = 10 });
        await DealAsync(more: new { title = "B", companyId = acme, value = 20, ownerId = rep.Id });
        await DealAsync(more: new { title = "C", companyId = globex, value = 30, tags = new[] { "x" }, expectedCloseDate = "2030-01-01" });

        foreach (var (query, expected, count) in new[]
        {
            ("ownerId=me", "C A", 2), ($"ownerId={rep.Id}", "B", 1), ($"companyId={acme}", "A B", 2), ("value[gte]=20", "C B", 2),
            ("q=globex", "C", 1),
            ("tags=x", "C", 1), ("expectedCloseDate[isNull]=true", "A B", 2), ("stage=QUALIFYING", "", 0), ("isActive=false", "", 0),
        })
        {
            var column = ByStage((await Admin.GetAsync($"{Path}?{query}")).Is(200))["PROSPECTING"];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Titles(column), Is.EqualTo(expected), query);
                Assert.That(column.GetProperty("count").GetInt32(), Is.EqualTo(count), query);
            }
        }

        foreach (var unknown in new[] { "sort=value", "cursor=x", "count=exact", "owner=me" })
            (await Admin.GetAsync($"{Path}?{unknown}")).IsProblem(400, "unknown_parameter");
        (await Admin.GetAsync($"{Path}?limit=201")).IsProblem(400, "invalid_parameter");
    }

    [Test]
    public async Task It_has_only_records_in_the_read_scope()
    {
        var (rep, other) = (await UserAsync(), await UserAsync());
        await DealAsync(rep, new { title = "Mine", value = 10 });
        await DealAsync(other, new { title = "Theirs", value = 20 });

        var column = ByStage((await rep.GetAsync(Path)).Is(200))["PROSPECTING"];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Titles(column), Is.EqualTo("Mine"));
            Assert.That(column.GetProperty("count").GetInt32(), Is.EqualTo(1));
            Assert.That(column.GetProperty("totalValue").GetRawText(), Is.EqualTo("10.00"));
        }

        Assert.That(ByStage((await Admin.GetAsync(Path)).Is(200))["PROSPECTING"].GetProperty("count").GetInt32(), Is.EqualTo(2));
        (await (await UserWithAsync("""{"companies": ["read"]}""")).GetAsync(Path)).IsProblem(403, "right_missing");
    }
}
