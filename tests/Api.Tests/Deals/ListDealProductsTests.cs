namespace Crm.Api.Tests.Deals;

public sealed class ListDealProductsTests : DealTest
{
    [Test]
    public async Task The_lines_of_one_deal_newest_first()
    {
        var deal = await DealAsync();
        foreach (var (name, quantity, price) in new[] { ("Seat", 2m, 10m), ("Desk", 1m, 300m), ("Lamp", 4m, 25m) })
            await LineAsync(deal.Id, quantity, price, name);
        await LineAsync((await DealAsync()).Id, 1, 1, "Other");
        var path = $"/api/deals/{deal.Id}/products";

        var rows = (await Admin.GetAsync($"{path}?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', Texts(rows.Items, "productName")), Is.EqualTo("Lamp Desk Seat"));
            Assert.That(rows["count"].GetInt32(), Is.EqualTo(3));
        }

        Assert.That(rows.Items.Select(r => r.GetProperty("totalPrice").GetRawText()), Is.EqualTo(new[] { "100.00", "300.00", "20.00" }));
        foreach (var (query, expected) in new[] { ("sort=createdAt", "Seat Desk Lamp"), ("totalPrice[gte]=100", "Lamp Desk"),
            ("productName=Desk", "Desk"), ("quantity[gt]=1&unitPrice[lt]=20", "Seat") })
            Assert.That(string.Join(' ', Texts((await Admin.GetAsync($"{path}?{query}")).Is(200).Items, "productName")),
                Is.EqualTo(expected), query);
    }

    [Test]
    public async Task An_unknown_deal_is_not_found()
    {
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}/products")).IsProblem(404, "deal_not_found");
        var deal = await DealAsync();
        Assert.That((await Admin.GetAsync($"/api/deals/{deal.Id}/products")).Is(200).Items, Is.Empty);
        (await (await UserAsync()).GetAsync($"/api/deals/{deal.Id}/products")).IsProblem(404, "deal_not_found");
    }
}
