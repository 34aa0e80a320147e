namespace Crm.Api.Tests.Deals;

public sealed class UpdateDealProductTests : DealTest
{
    [Test]
    public async Task Updating_a_line_updates_the_value_and_increments_the_version_of_the_deal()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 2, 10);
        await LineAsync(deal.Id, 1, 5);
        var path = $"/api/deals/{deal.Id}/products/{line.Id}";

        var patched = (await Admin.PatchAsync(path, new { quantity = 3 })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["totalPrice"].GetRawText(), Is.EqualTo("30.00"));
            Assert.That(patched["unitPrice"].GetRawText(), Is.EqualTo("10.00"));
            Assert.That(patched["productName"].GetString(), Is.EqualTo("Seat"));
            Assert.That(patched.TaggedVersion, Is.EqualTo(4));
        }

        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(patched.Body));
        var current = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current["value"].GetRawText(), Is.EqualTo("35.00"));
            Assert.That(current.Version, Is.EqualTo(4));
        }

        var put = (await Admin.PutAsync(path, new { productName = "Desk", unitPrice = 7 }, "\"4\"")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["totalPrice"].GetRawText(), Is.EqualTo("7.00"));
            Assert.That(decimal.Parse(put["quantity"].GetRawText(), System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(1m));
            Assert.That(put.Version, Is.EqualTo(5));
        }

        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("12.00"));
    }

    [Test]
    public async Task Get_edit_put_back_works_and_what_changes_nothing_keeps_the_version()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 2, 10);
        var path = $"/api/deals/{deal.Id}/products/{line.Id}";
        Assert.That((await Admin.PutAsync(path, line.Body)).Is(200).Body, Is.EqualTo(line.Body));
        Assert.That((await Admin.PatchAsync(path, """{"quantity":2.0}""")).Is(200).Version, Is.EqualTo(line.Version));
        Assert.That((await Admin.PatchAsync(path, new { totalPrice = 1 })).Is(200).Body, Is.EqualTo(line.Body),
            "It follows from the others.");
        (await Admin.PatchAsync(path, new { dealId = Guid.NewGuid() })).IsProblem(400, "read_only_field", "dealId");
        (await Admin.PatchAsync(path, new { quantity = 0 })).IsProblem(400, "validation_failed", "quantity");
        (await Admin.PatchAsync(path, new { quantity = 2, unitPrice = 9_999_999_999_999_999m })).IsProblem(
            400, "deal_value_too_large", "quantity");
        (await Admin.PatchAsync(path, new { quantity = 3 }, ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("20.00"));
    }

    [Test]
    public async Task Lines_of_other_deals_are_not_found()
    {
        var (mine, other) = (await DealAsync(), await DealAsync());
        var line = await LineAsync(other.Id, 1, 1);
        foreach (var id in new[] { line.Id, Guid.NewGuid() })
        {
            var path = $"/api/deals/{mine.Id}/products/{id}";
            (await Admin.GetAsync(path)).IsProblem(404, "deal_product_not_found");
            (await Admin.PatchAsync(path, new { quantity = 3 })).IsProblem(404, "deal_product_not_found");
            (await Admin.PutAsync(path, new { productName = "P" })).IsProblem(404, "deal_product_not_found");
            (await Admin.DeleteAsync(path)).IsProblem(404, "deal_product_not_found");
        }

        Assert.That((await GetAsync(other.Id)).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task A_line_of_a_closed_deal_cannot_be_changed()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 1);
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}/products/{line.Id}", new { quantity = 3 })).IsProblem(
            409, "deal_closed", "products");
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("1.00"));
    }
}
