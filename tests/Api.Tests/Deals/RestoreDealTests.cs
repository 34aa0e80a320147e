namespace Crm.Api.Tests.Deals;

public sealed class RestoreDealTests : DealTest
{
    [TestCase("PROPOSING")]
    [TestCase("ON_HOLD")]
    [TestCase("CLOSED_WON")]
    [TestCase("CLOSED_LOST")]
    public async Task A_deal_is_restored_unchanged(string stage)
    {
        var before = await DealInAsync(stage);
        (await Admin.DeleteAsync($"/api/deals/{before.Id}")).Is(204);

        var restored = (await Admin.PostAsync($"/api/deals/{before.Id}/restore")).Is(200);

        Assert.That(restored.TaggedVersion, Is.EqualTo(before.Version + 2));
        foreach (var member in before.Json.EnumerateObject().Where(m => m.Name is not ("version" or "updatedAt")))
            Assert.That(restored[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
        Assert.That((await GetAsync(before.Id)).Body, Is.EqualTo(restored.Body));
        Assert.That((await Admin.PostAsync($"/api/deals/{before.Id}/restore")).Is(200).Body, Is.EqualTo(restored.Body),
            "A live record is not changed.");
    }

    [Test]
    public async Task It_cannot_be_restored_before_its_company()
    {
        var company = await CompanyAsync();
        var deal = await DealAsync(more: new { companyId = company });
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);

        (await Admin.PostAsync($"/api/deals/{deal.Id}/restore")).IsProblem(409, "deal_company_in_trash");
        (await Admin.GetAsync($"/api/deals/{deal.Id}")).IsProblem(404, "deal_not_found");
        (await Admin.PostAsync($"/api/companies/{company}/restore")).Is(200);
        (await Admin.PostAsync($"/api/deals/{deal.Id}/restore")).Is(200);
    }

    [Test]
    public async Task It_cannot_be_restored_before_its_primary_contact()
    {
        var contact = await ContactAsync();
        var deal = await DealAsync(more: new { primaryContactId = contact });
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);

        (await Admin.PostAsync($"/api/deals/{deal.Id}/restore")).IsProblem(409, "deal_contact_in_trash");
        (await Admin.PostAsync($"/api/contacts/{contact}/restore")).Is(200);
        (await Admin.PostAsync($"/api/deals/{deal.Id}/restore")).Is(200);
    }

    [Test]
    public async Task Restoring_a_live_closed_deal_with_a_deleted_company_changes_nothing()
    {
        var company = await CompanyAsync();
        var deal = await DealAsync(more: new { companyId = company });
        var won = (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        Assert.That((await Admin.PostAsync($"/api/deals/{deal.Id}/restore")).Is(200).Version, Is.EqualTo(won.Version));
    }

    [Test]
    public async Task Unknown_and_unreadable_records_cannot_be_restored()
    {
        (await Admin.PostAsync($"/api/deals/{Guid.NewGuid()}/restore")).IsProblem(404, "deal_not_found");
        var deal = await DealAsync();
        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        (await (await UserAsync()).PostAsync($"/api/deals/{deal.Id}/restore")).IsProblem(404, "deal_not_found");
        (await Admin.PostAsync($"/api/deals/{deal.Id}/restore", ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
    }
}
