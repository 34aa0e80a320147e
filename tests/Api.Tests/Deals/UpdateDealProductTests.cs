namespace Crm.Api.Tests.Deals;

public sealed class UpdateDealProductTests : DealTest
{
    [Test]
    public async Task A_line_that_changes_changes_the_deals_value_and_version_by_one()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 2, 10);
        await LineAsync(deal.Id, 1, 5);
        var path = $"/api/deals/{deal.Id}/products/{line.Id}";

        var patched = (await Admin.PatchAsync(path, new { quantity = 3 })).Is(200);
        Assert.That((patched["totalPrice"].GetRawText(), patched["unitPrice"].GetRawText(), patched["productName"].GetString(), patched.ETag), Is.EqualTo(("30.00", "10.00", "Seat", "\"4\"")));
        Assert.That((await Admin.GetAsync(path)).Is(200).Body, Is.EqualTo(patched.Body));
        var now = await GetAsync(deal.Id);
        Assert.That((now["value"].GetRawText(), now.Version), Is.EqualTo(("35.00", 4)));

        var put = (await Admin.PutAsync(path, new { productName = "Desk", unitPrice = 7 }, "\"4\"")).Is(200);
        Assert.That((put["totalPrice"].GetRawText(), decimal.Parse(put["quantity"].GetRawText(), System.Globalization.CultureInfo.InvariantCulture), put.Version), Is.EqualTo(("7.00", 1m, 5)));
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
        (await Admin.PatchAsync(path, new { totalPrice = 1 })).IsProblem(400, "read_only_field", "totalPrice");
        (await Admin.PatchAsync(path, new { quantity = 0 })).IsProblem(400, "validation_failed", "quantity");
        (await Admin.PatchAsync(path, new { quantity = 2, unitPrice = 9_999_999_999_999_999m })).IsProblem(400, "deal_value_too_large", "quantity");
        (await Admin.PatchAsync(path, new { quantity = 3 }, ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("20.00"));
    }

    [Test]
    public async Task Someone_elses_line_is_not_there()
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
    public async Task A_closed_deals_line_stays_as_it_is()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 1);
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}/products/{line.Id}", new { quantity = 3 })).IsProblem(409, "deal_closed", "products");
        Assert.That((await GetAsync(deal.Id))["value"].GetRawText(), Is.EqualTo("1.00"));
    }
}
