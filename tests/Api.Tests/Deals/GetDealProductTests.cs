namespace Crm.Api.Tests.Deals;

public sealed class GetDealProductTests : DealTest
{
    [Test]
    public async Task A_line_carries_the_deals_version()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 2);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { notes = "n" })).Is(200);
        var got = (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).Is(200);
        Assert.That((got.Version, got.ETag, got["totalPrice"].GetRawText()), Is.EqualTo((3L, "\"3\"", "2.00")));
    }

    [Test]
    public async Task A_line_of_a_deal_that_may_not_be_seen_is_not_there()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 2);
        (await (await UserAsync()).GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).IsProblem(404, "deal_product_not_found");
        (await Admin.GetAsync($"/api/deals/{(await DealAsync()).Id}/products/{line.Id}")).IsProblem(404, "deal_product_not_found");
    }
}
