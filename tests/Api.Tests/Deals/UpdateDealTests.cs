using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Deals;

public sealed class UpdateDealTests : DealTest
{
    [Test]
    public async Task Get_edit_put_back_works_with_products_history_and_names_in_the_body()
    {
        var company = await CompanyAsync();
        var created = await DealAsync(
            more: new { companyId = company, primaryContactId = await ContactAsync(companyId: company), tags = new[] { "a" } });
        await LineAsync(created.Id, 2, 10);
        var shown = (await MoveAsync(created.Id, new { stage = "PROPOSING" })).Is(200);
        Assert.That((await Admin.PutAsync($"/api/deals/{created.Id}", shown.Body)).Is(200).Body, Is.EqualTo(shown.Body),
            "An update without changes has no effect.");

        var body = JsonNode.Parse(shown.Body)!.AsObject();
        body["title"] = "Other title";
        body["expectedCloseDate"] = "2031-01-31";
        var put = (await Admin.PutAsync($"/api/deals/{created.Id}", body.ToJsonString(), shown.ETag)).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["title"].GetString(), Is.EqualTo("Other title"));
            Assert.That(put["expectedCloseDate"].GetString(), Is.EqualTo("2031-01-31"));
            Assert.That(put.Version, Is.EqualTo(shown.Version + 1));
            Assert.That(put["products"].GetRawText(), Is.EqualTo(shown["products"].GetRawText()));
            Assert.That(put["history"].GetRawText(), Is.EqualTo(shown["history"].GetRawText()));
            Assert.That(put["tags"].GetRawText(), Is.EqualTo("[\"a\"]"));
        }

        Assert.That((await GetAsync(created.Id)).Body, Is.EqualTo(put.Body));
    }

    [Test]
    public async Task Put_sets_absent_fields_to_their_defaults_and_keeps_the_owner()
    {
        var rep = await UserAsync();
        var company = await CompanyAsync();
        var created = await DealAsync(more: new
        {
            companyId = company,
            ownerId = rep.Id,
            value = 5,
            currency = "EUR",
            probability = 99,
            description = "d",
            tags = new[] { "a" },
            expectedCloseDate = "2030-01-01",
            stage = "NEGOTIATING",
        });

        var put = (await Admin.PutAsync($"/api/deals/{created.Id}", new { title = "T", companyId = company })).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put["value"].GetRawText(), Is.EqualTo("0.00"));
            Assert.That(put["currency"].GetString(), Is.EqualTo("USD"));
            Assert.That(put["probability"].GetInt32(), Is.EqualTo(80));
            Assert.That(put["stage"].GetString(), Is.EqualTo("NEGOTIATING"));
            Assert.That(put["description"].GetString(), Is.Null);
            Assert.That(put["expectedCloseDate"].GetString(), Is.Null);
            Assert.That(put["tags"].GetRawText(), Is.EqualTo("[]"));
        }

        Assert.That(put["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
        (await Admin.PutAsync($"/api/deals/{created.Id}", new { title = "T" })).IsProblem(400, "validation_failed", "companyId");
        (await Admin.PutAsync($"/api/deals/{created.Id}", new { companyId = company })).IsProblem(400, "validation_failed", "title");
    }

    [Test]
    public async Task Patch_keeps_absent_fields_and_clears_null_fields()
    {
        var created = await DealAsync(more: new { description = "d", value = 7.5m, probability = 44, expectedCloseDate = "2030-01-01" });

        var patched = (await Admin.PatchAsync($"/api/deals/{created.Id}", """{"description":null,"title":"New","probability":null}""")).Is(
            200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(patched["description"].GetString(), Is.Null);
            Assert.That(patched["title"].GetString(), Is.EqualTo("New"));
            Assert.That(patched["probability"].GetInt32(), Is.EqualTo(10));
            Assert.That(patched["value"].GetRawText(), Is.EqualTo("7.50"));
            Assert.That(patched["expectedCloseDate"].GetString(), Is.EqualTo("2030-01-01"));
            Assert.That(patched.Version, Is.EqualTo(2));
        }

        (await Admin.PatchAsync($"/api/deals/{created.Id}", """{"value":1.001}""")).IsProblem(400, "validation_failed", "value");
        (await Admin.PatchAsync($"/api/deals/{created.Id}", """{"companyId":null}""")).IsProblem(400, "validation_failed", "companyId");
    }

    [TestCase("stage", "\"CLOSED_WON\"")]
    [TestCase("stage", "null")]
    [TestCase("actualCloseDate", "\"2025-01-01\"")]
    [TestCase("closeReason", "\"x\"")]
    [TestCase("lossReason", "\"x\"")]
    public async Task Put_and_patch_cannot_change_the_stage_and_the_error_names_the_stage_endpoint(string member, string value)
    {
        var deal = await DealAsync();
        var patched = (await Admin.PatchAsync($"/api/deals/{deal.Id}", $$"""{"{{member}}":{{value}}}""")).IsProblem(
            400, "read_only_field", member);
        var put = (await Admin.PutAsync(
            $"/api/deals/{deal.Id}",
            $$"""{"title":"T","companyId":"{{deal["companyId"].GetString()}}","{{member}}":{{value}}}""")).IsProblem(
                400, "read_only_field", member);
        Assert.That(put.Detail, Is.EqualTo(patched.Detail));
        Assert.That(patched.Detail, Does.Contain("PATCH /api/deals/{id}/stage"));
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"stage":"PROSPECTING"}""")).Is(200);
    }

    [TestCase("products", "[]", "/api/deals/{id}/products")]
    [TestCase("valueSource", "\"MANUAL\"", null)]
    [TestCase("isActive", "false", null)]
    public async Task Read_only_fields_cannot_be_set(string member, string value, string? remedy)
    {
        var deal = await DealAsync();
        await LineAsync(deal.Id, 1, 1);
        var rejected = (await Admin.PatchAsync($"/api/deals/{deal.Id}", $$"""{"{{member}}":{{value}}}""")).IsProblem(
            400, "read_only_field", member);
        if (remedy is not null)
            Assert.That(rejected.Detail, Does.Contain(remedy));
    }

    [Test]
    public async Task With_product_lines_another_value_is_rejected_and_the_same_is_accepted()
    {
        var deal = await DealAsync(more: new { value = 5 });
        await LineAsync(deal.Id, 2, 10);

        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { value = 21 })).IsProblem(409, "value_from_products", "value");
        (await Admin.PutAsync($"/api/deals/{deal.Id}", new { title = "T", companyId = deal["companyId"].GetGuid(), value = 0 })).IsProblem(
            409, "value_from_products", "value");
        var same = (await Admin.PatchAsync($"/api/deals/{deal.Id}", """{"value":20.0,"title":"T"}""")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(same["value"].GetRawText(), Is.EqualTo("20.00"));
            Assert.That(same["valueSource"].GetString(), Is.EqualTo("PRODUCTS"));
        }

        Assert.That((await Admin.PutAsync($"/api/deals/{deal.Id}", new { title = "T", companyId = deal["companyId"].GetGuid() })).Is(
            200)["value"].GetRawText(), Is.EqualTo("20.00"));
    }

    [TestCase("CLOSED_WON")]
    [TestCase("CLOSED_LOST")]
    public async Task A_closed_deals_value_and_probability_change_only_after_reopening(string stage)
    {
        var deal = await DealInAsync(stage);
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { value = 1 })).IsProblem(409, "deal_closed", "value");
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { currency = "EUR" })).IsProblem(409, "deal_closed", "value");
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { probability = 50 })).IsProblem(409, "deal_closed", "probability");
        Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { notes = "still writable" })).Is(200)["notes"].GetString(),
            Is.EqualTo("still writable"));

        (await MoveAsync(deal.Id, new { stage = "PROPOSING", reason = "r" })).Is(200);
        Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { value = 1, currency = "EUR" })).Is(200)["value"].GetRawText(),
            Is.EqualTo("1.00"));
    }

    [Test]
    public async Task The_probability_can_be_set_while_the_deal_is_open_or_on_hold()
    {
        var deal = await DealAsync();
        foreach (var stage in new[] { "QUALIFYING", "ON_HOLD" })
        {
            (await MoveAsync(deal.Id, new { stage })).Is(200);
            Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { probability = 77 })).Is(200)["probability"].GetInt32(),
                Is.EqualTo(77));
        }

        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { probability = 101 })).IsProblem(400, "validation_failed", "probability");
    }

    [Test]
    public async Task New_references_of_a_deal_must_exist_but_current_ones_may_be_deleted()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync();
        var deal = await DealAsync(more: new { companyId = company, primaryContactId = contact });
        var path = $"/api/deals/{deal.Id}";
        (await Admin.PatchAsync(path, new { companyId = Guid.NewGuid() })).IsProblem(404, "company_not_found", "companyId");
        (await Admin.PatchAsync(path, new { primaryContactId = Guid.NewGuid() })).IsProblem(404, "contact_not_found", "primaryContactId");
        (await Admin.PatchAsync(path, new { ownerId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "ownerId");

        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.PatchAsync(path, new { notes = "after all" })).Is(200);
    }

    [Test]
    public async Task Another_owner_requires_the_permission_to_assign_and_can_read_the_deal()
    {
        var (rep, other) = (await UserAsync(), await UserAsync());
        var deal = await DealAsync(rep);
        (await rep.PatchAsync($"/api/deals/{deal.Id}", new { ownerId = other.Id })).IsProblem(403, "assign_missing");
        (await other.GetAsync($"/api/deals/{deal.Id}")).IsProblem(404, "deal_not_found");

        Assert.That((await Admin.PatchAsync($"/api/deals/{deal.Id}", new { ownerId = other.Id })).Is(200)["owner"].GetProperty("id")
            .GetGuid(), Is.EqualTo(other.Id));
        (await other.PatchAsync($"/api/deals/{deal.Id}", new { notes = "mine" })).Is(200);
        (await rep.GetAsync($"/api/deals/{deal.Id}")).IsProblem(404, "deal_not_found");
    }

    [Test]
    public async Task A_title_and_a_company_that_change_are_found_by_search()
    {
        var deal = await DealAsync(more: new { title = "Älpha" });
        (await Admin.PatchAsync($"/api/deals/{deal.Id}", new { title = "Béta", companyId = await CompanyAsync("Gämma") })).Is(200);
        foreach (var (q, found) in new[] { ("beta", 1), ("gamma", 1), ("alpha", 0), ("acme", 0) })
            Assert.That((await Admin.GetAsync($"/api/deals?q={q}")).Items, Has.Count.EqualTo(found), q);
    }
}
