namespace Crm.Api.Tests.Deals;

public sealed class AddDealProductTests : DealTest
{
    [Test]
    public async Task Adding_a_line_returns_it_as_get_does_and_increments_the_version_of_the_deal()
    {
        var deal = await DealAsync();

        var line = (await Admin.PostAsync(
            $"/api/deals/{deal.Id}/products", new { productName = "Seat", quantity = 2.5m, unitPrice = 10.5m, notes = "n" })).Is(201);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Header("Location"), Is.EqualTo($"/api/deals/{deal.Id}/products/{line.Id}"));
            Assert.That(line.TaggedVersion, Is.EqualTo(2));
        }

        Assert.That((await Admin.GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).Is(200).Body, Is.EqualTo(line.Body));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line["dealId"].GetGuid(), Is.EqualTo(deal.Id));
            Assert.That(line["productName"].GetString(), Is.EqualTo("Seat"));
            Assert.That(line["totalPrice"].GetRawText(), Is.EqualTo("26.25"));
            Assert.That(line["notes"].GetString(), Is.EqualTo("n"));
        }

        Assert.That((await GetAsync(deal.Id)).Version, Is.EqualTo(2));
    }

    [TestCase("1", "0.01", "0.01")]
    [TestCase("0.5", "0.01", "0.01")]
    [TestCase("0.4999", "0.01", "0.00")]
    [TestCase("3", "33.33", "99.99")]
    [TestCase("0.3333", "9.99", "3.33")]
    [TestCase("2.5", "0.13", "0.33")]
    [TestCase("99999999.9999", "99999999.99", "9999999998990000.00")]
    [TestCase("1", "9999999999999999.99", "9999999999999999.99")]
    [TestCase("7", "0", "0.00")]
    public async Task The_total_is_computed_and_rounded_half_away_from_zero(string quantity, string unitPrice, string total)
    {
        var deal = await DealAsync();
        var line = (await Admin.PostAsync(
            $"/api/deals/{deal.Id}/products", $$"""{"productName":"P","quantity":{{quantity}},"unitPrice":{{unitPrice}}}""")).Is(201);
        Assert.That(line["totalPrice"].GetRawText(), Is.EqualTo(total));
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo(total));
    }

    [Test]
    public async Task The_value_is_manual_until_a_line_exists_and_then_the_sum_of_the_lines()
    {
        var deal = await DealAsync(more: new { value = 1000 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal["value"].GetRawText(), Is.EqualTo("1000.00"));
            Assert.That(deal["valueSource"].GetString(), Is.EqualTo("MANUAL"));
        }

        await LineAsync(deal.Id, 1, 0.1m);
        await LineAsync(deal.Id, 1, 0.2m);

        var current = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current["value"].GetRawText(), Is.EqualTo("0.30"));
            Assert.That(current["valueSource"].GetString(), Is.EqualTo("PRODUCTS"));
            Assert.That(current.Version, Is.EqualTo(3));
        }

        Assert.That(current["products"].GetArrayLength(), Is.EqualTo(2));
    }

    [TestCase("quantity", "0")]
    [TestCase("quantity", "-1")]
    [TestCase("quantity", "1.00001")]
    [TestCase("quantity", "100000000")]
    [TestCase("unitPrice", "-0.01")]
    [TestCase("unitPrice", "0.001")]
    [TestCase("productName", "\"\"")]
    public async Task Quantities_are_above_0_and_prices_not_below(string member, string value)
    {
        var deal = await DealAsync();
        var name = member == "productName" ? "" : "\"productName\":\"P\",";
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", $$"""{{{name}}"{{member}}":{{value}}}""")).IsProblem(
            400, "validation_failed", member);
        Assert.That((await GetAsync(deal.Id)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task The_total_is_computed_and_the_sum_is_limited()
    {
        var deal = await DealAsync();
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P", totalPrice = 5 })).IsProblem(
            400, "unknown_member", "totalPrice");
        await LineAsync(deal.Id, 1, 9_999_999_999_999_999.99m);
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P", unitPrice = 0.01m })).IsProblem(
            400, "deal_value_too_large", "quantity");
        (await Admin.PostAsync(
            $"/api/deals/{(await DealAsync()).Id}/products", new { productName = "P", quantity = 2, unitPrice = 9_999_999_999_999_999m }))
            .IsProblem(400, "deal_value_too_large", "quantity");
        Assert.That((await GetAsync(deal.Id))["products"].GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_deal_can_have_200_lines()
    {
        var deal = await DealAsync();
        await Db.ExecuteAsync(
            """
            insert into deal_products (id, deal_id, product_name, quantity, unit_price, total_price, created_at)
            select gen_random_uuid(), @Id, 'P', 1, 1, 1, now() from generate_series(1, 199)
            """,
            new { deal.Id });
        await LineAsync(deal.Id, 1, 1);
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("200.00"));
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P" })).IsProblem(409, "too_many_deal_products");
    }

    [TestCase("CLOSED_WON")]
    [TestCase("CLOSED_LOST")]
    public async Task A_closed_deals_lines_change_only_after_reopening(string stage)
    {
        var deal = await DealInAsync(stage);
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P" })).IsProblem(409, "deal_closed", "products");
        (await MoveAsync(deal.Id, new { stage = "PROPOSING", reason = "r" })).Is(200);
        await LineAsync(deal.Id, 1, 1);
    }

    [Test]
    public async Task Concurrent_lines_are_all_in_the_sum_and_each_increments_the_version()
    {
        var deal = await DealAsync();
        var lines = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => LineAsync(deal.Id, 1, n)));
        Assert.That(lines.Select(l => l.Version).Order(), Is.EqualTo(Enumerable.Range(2, 20).Select(v => (long)v)));
        var current = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current["value"].GetRawText(), Is.EqualTo("210.00"));
            Assert.That(current.Version, Is.EqualTo(21));
        }

        // Removes all lines concurrently.
        foreach (var deleted in await Task.WhenAll(lines.Select(l => Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{l.Id}"))))
            deleted.Is(204);
        var empty = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty["valueSource"].GetString(), Is.EqualTo("MANUAL"));
            Assert.That(empty["products"].GetArrayLength(), Is.Zero);
            Assert.That(empty.Version, Is.EqualTo(41));
        }
    }

    [Test]
    public async Task A_line_can_be_added_only_to_a_live_deal_that_the_caller_may_update()
    {
        var deal = await DealAsync();
        var reader = await UserWithAsync("""{"deals": {"read": "all", "update": "own"}}""");
        (await reader.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P" })).IsProblem(403, "outside_scope");
        (await Admin.PostAsync($"/api/deals/{Guid.NewGuid()}/products", new { productName = "P" })).IsProblem(404, "deal_not_found");
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P" }, ifMatch: "\"2\"")).IsProblem(
            412, "version_mismatch");
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P" })).IsProblem(404, "deal_not_found");
    }

    [Test]
    public async Task The_same_key_adds_one_line()
    {
        var deal = await DealAsync();
        var first = (await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P", unitPrice = 3 }, key: "l")).Is(201);
        Assert.That((await Admin.PostAsync($"/api/deals/{deal.Id}/products", new { productName = "P", unitPrice = 3 }, key: "l")).Is(
            201).Body, Is.EqualTo(first.Body));
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("3.00"));
    }
}
