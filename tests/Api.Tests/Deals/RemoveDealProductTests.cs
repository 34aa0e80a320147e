namespace Crm.Api.Tests.Deals;

public sealed class RemoveDealProductTests : DealTest
{
    [Test]
    public async Task Removing_the_last_line_keeps_the_value_and_makes_it_manual()
    {
        var deal = await DealAsync();
        var first = await LineAsync(deal.Id, 1, 10);
        var second = await LineAsync(deal.Id, 1, 5);

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{first.Id}", "\"3\"")).Is(204);
        var one = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one["value"].GetRawText(), Is.EqualTo("5.00"));
            Assert.That(one["valueSource"].GetString(), Is.EqualTo("PRODUCTS"));
            Assert.That(one.Version, Is.EqualTo(4));
        }

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{second.Id}")).Is(204);
        var none = await GetAsync(deal.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(none["value"].GetRawText(), Is.EqualTo("5.00"));
            Assert.That(none["valueSource"].GetString(), Is.EqualTo("MANUAL"));
            Assert.That(none.Version, Is.EqualTo(5));
        }

        Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { value = 6 })).Is(200)["value"].GetRawText(), Is.EqualTo("6.00"));
        (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{second.Id}")).IsProblem(404, "deal_product_not_found");
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{second.Id}")).IsProblem(404, "deal_product_not_found");
    }

    [Test]
    public async Task A_line_of_a_closed_deal_cannot_be_removed()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 10);
        (await MoveAsync(deal.Id, new { stage = "CLOSED_LOST", lossReason = "price" })).Is(200);
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}/products/{line.Id}")).IsProblem(409, "deal_closed", "products");
        (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).Is(200);
    }
}
