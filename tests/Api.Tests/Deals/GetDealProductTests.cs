namespace Crm.Api.Tests.Deals;

public sealed class GetDealProductTests : DealTest
{
    [Test]
    public async Task A_line_has_the_version_of_the_deal()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 2);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { notes = "n" })).Is(200);
        var fetched = (await Admin.GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched.Version, Is.EqualTo(3));
            Assert.That(fetched.TaggedVersion, Is.EqualTo(3));
            Assert.That(fetched["totalPrice"].GetRawText(), Is.EqualTo("2.00"));
        }
    }

    [Test]
    public async Task A_line_of_a_deal_outside_the_read_scope_is_not_found()
    {
        var deal = await DealAsync();
        var line = await LineAsync(deal.Id, 1, 2);
        (await (await UserAsync()).GetAsync($"/api/deals/{deal.Id}/products/{line.Id}")).IsProblem(404, "deal_product_not_found");
        (await Admin.GetAsync($"/api/deals/{(await DealAsync()).Id}/products/{line.Id}")).IsProblem(404, "deal_product_not_found");
    }
}
