using Crm.Domain.Roles;

namespace Crm.Api.Tests.Deals;

public sealed class GetDealTests : DealTest
{
    [Test]
    public async Task One_request_returns_company_contact_owner_products_and_history()
    {
        var owner = await UserAsync(firstName: "Ada", lastName: "Byron");
        var company = (await Admin.PostAsync(
            "/api/companies", new { name = "Acme", industry = "Tools", website = "https://acme.example" })).Is(201).Id;
        var contact = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "Jo", lastName = "Doe", email = "jo@acme.example", phone = "1", jobTitle = "CTO" })).Is(
                201).Id;
        var deal = await DealAsync(more: new { companyId = company, primaryContactId = contact, ownerId = owner.Id });
        await LineAsync(deal.Id, 1, 2, "First");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await LineAsync(deal.Id, 1, 3, "Second");

        var fetched = await GetAsync(deal.Id);

        Assert.That(fetched["company"].GetRawText(),
            Is.EqualTo($$"""{"id":"{{company}}","name":"Acme","industry":"Tools","website":"https://acme.example"}"""));
        Assert.That(fetched["primaryContact"].GetRawText(), Is.EqualTo(
            $$"""{"id":"{{contact}}","firstName":"Jo","lastName":"Doe","email":"jo@acme.example","phone":"1","jobTitle":"CTO"}"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched["owner"].GetProperty("id").GetGuid(), Is.EqualTo(owner.Id));
            Assert.That(fetched["owner"].GetProperty("name").GetString(), Is.EqualTo("Ada Byron"));
        }

        Assert.That(Texts(fetched["products"].EnumerateArray(), "productName"), Is.EqualTo(new[] { "First", "Second" }));
        Assert.That(fetched["history"][0].GetProperty("changedByName").GetString(), Is.EqualTo("System Administrator"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched.TaggedVersion, Is.EqualTo(3));
            Assert.That(fetched.Header("Cache-Control"), Is.EqualTo("no-store"));
        }
    }

    [Test]
    public async Task Its_history_has_the_last_50_transitions()
    {
        var deal = await DealAsync();
        for (var i = 0; i < 54; i++)
            (await MoveAsync(deal.Id, new { stage = i % 2 == 0 ? "PROPOSING" : "QUALIFYING" })).Is(200);
        Assert.That(Transitions(await GetAsync(deal.Id)).Select(s => s.Seq), Is.EqualTo(Enumerable.Range(6, 50).Reverse()));
    }

    [Test]
    public async Task A_deal_outside_the_read_scope_is_not_found()
    {
        var (rep, other, manager) = (await UserAsync(), await UserAsync(), await UserAsync(BuiltInRoles.SalesManager));
        var deal = await DealAsync(rep);
        await LineAsync(deal.Id, 1, 1);
        var path = $"/api/deals/{deal.Id}";

        (await rep.GetAsync(path)).Is(200);
        (await manager.GetAsync(path)).Is(200);
        foreach (var hidden in new[] { path, $"{path}/transitions", $"{path}/history", $"{path}/products" })
            (await other.GetAsync(hidden)).IsProblem(404, "deal_not_found");
        (await (await UserWithAsync("""{"companies": ["read"]}""")).GetAsync(path)).IsProblem(403, "right_missing");
        (await Anonymous.GetAsync(path)).IsProblem(401, "not_authenticated");
        (await Admin.GetAsync($"/api/deals/{Guid.NewGuid()}")).IsProblem(404, "deal_not_found");
        (await Admin.GetAsync("/api/deals/1")).Is(404);
    }
}
