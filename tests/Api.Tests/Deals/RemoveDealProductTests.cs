namespace Crm.Api.Tests.Deals;

public sealed class RemoveDealProductTests : DealTest
{
    [Test]
    public async Task When_the_last_line_goes_the_value_stays_and_is_typed_by_hand_again()
    {
        var deal = await DealAsync();
        var first = await LineAsync(deal.Id, 1, 10);
        var second = await LineAsync(deal.Id, 1, 5);

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{first.Id}", "\"3\"")).Is(204);
        var one = await GetAsync(deal.Id);
        Assert.That((one["value"].GetRawText(), one["valueSource"].GetString(), one.Version), Is.EqualTo(("5.00", "PRODUCTS", 4)));

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{second.Id}")).Is(204);
        var none = await GetAsync(deal.Id);
        Assert.That((none["value"].GetRawText(), none["valueSource"].GetString(), none.Version), Is.EqualTo(("5.00", "MANUAL", 5)));
        Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { value = 6 })).Is(200)["value"].GetRawText(), Is.EqualTo("6.00"));
        (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{second.Id}")).IsProblem(404, "deal_product_not_found");
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{second.Id}")).IsProblem(404, "deal_product_not_found");
    }

    [Test]
    public async Task A_closed_deals_line_stays()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 10);
        (await MoveAsync(deal.Id, new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{line.Id}")).IsProblem(409, "deal_closed", "products");
        (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).Is(200);
    }
}
