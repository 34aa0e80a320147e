namespace Crm.Api.Tests.Deals;

public sealed class DeleteDealTests : DealTest
{
    [Test]
    public async Task A_deleted_deal_is_in_no_list_count_or_board()
    {
        var deal = await DealAsync(more: new { value = 10 });
        var line = await LineAsync(deal.Id, 1, 10);
        var path = $"/api/deals/{deal.Id}";

        Assert.That((await Admin.DeleteAsync(path, "\"2\"")).Is(204).Body, Is.Empty);

        foreach (var deleted in new[] { path, $"{path}/transitions", $"{path}/history", $"{path}/products" })
            (await Admin.GetAsync(deleted)).IsProblem(404, "deal_not_found");
        (await Admin.GetAsync($"{path}/products/{line.Id}")).IsProblem(404, "deal_product_not_found");
        (await Admin.PatchAsync(path, "{}")).IsProblem(404, "deal_not_found");
        (await Admin.PutAsync(path, deal.Body)).IsProblem(404, "deal_not_found");
        (await Admin.DeleteAsync(path)).IsProblem(404, "deal_not_found");
        (await Admin.DeleteAsync($"{path}/products/{line.Id}")).IsProblem(404, "deal_not_found");
        var list = (await Admin.GetAsync("/api/deals?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items.Count, Is.Zero);
            Assert.That(list["count"].GetInt32(), Is.Zero);
        }

        Assert.That((await Admin.GetAsync("/api/deals/pipeline"))["columns"].EnumerateArray()
            .Select(c => c.GetProperty("count").GetInt32()), Is.All.Zero);
    }

    [Test]
    public async Task A_deleted_deal_is_no_open_deal_of_its_company_and_contact()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync();
        var deal = await DealAsync(more: new { companyId = company, primaryContactId = contact });
        (await Admin.DeleteAsync($"/api/companies/{company}")).IsProblem(409, "company_has_open_deals");
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).IsProblem(409, "contact_has_open_deals");

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);

        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
    }

    [Test]
    public async Task A_stale_version_or_another_owners_deal_is_not_deleted()
    {
        var rep = await UserAsync();
        var deal = await DealAsync(rep);
        (await rep.DeleteAsync($"/api/deals/{deal.Id}", "\"2\"")).IsProblem(412, "version_mismatch");
        var clerk = await UserWithAsync("""{"deals": {"read": "all", "delete": "own"}}""");
        (await clerk.DeleteAsync($"/api/deals/{deal.Id}")).IsProblem(403, "outside_scope");
        (await (await UserWithAsync("""{"deals": ["read", "update"]}""")).DeleteAsync($"/api/deals/{deal.Id}")).IsProblem(
            403, "right_missing");
        (await rep.DeleteAsync($"/api/deals/{deal.Id}", "\"1\"")).Is(204);
    }
}
