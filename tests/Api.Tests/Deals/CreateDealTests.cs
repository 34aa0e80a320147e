namespace Crm.Api.Tests.Deals;

public sealed class CreateDealTests : DealTest
{
    [Test]
    public async Task A_deal_is_made_and_answered_as_get_shows_it()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync(companyId: company);

        var made = (await Admin.PostAsync("/api/deals", new
        {
            title = "Rollout",
            description = "All sites",
            value = 1234.5m,
            currency = "EUR",
            probability = 33,
            expectedCloseDate = "2030-02-28",
            competitors = new[] { "Globex" },
            risks = "none",
            notes = "n",
            tags = new[] { "big" },
            companyId = company,
            primaryContactId = contact,
            stage = "PROPOSING",
        })).Is(201);

        Assert.That((made.Header("Location"), made.ETag), Is.EqualTo(($"/api/deals/{made.Id}", "\"1\"")));
        var got = await GetAsync(made.Id);
        Assert.That((got.Body, got.ETag), Is.EqualTo((made.Body, made.ETag)));
        Assert.That(made["value"].GetRawText(), Is.EqualTo("1234.50"));
        Assert.That((made["currency"].GetString(), made["probability"].GetInt32(), made["stage"].GetString()), Is.EqualTo(("EUR", 33, "PROPOSING")));
        Assert.That((made["expectedCloseDate"].GetString(), made["competitors"].GetRawText(), made["tags"].GetRawText()), Is.EqualTo(("2030-02-28", "[\"Globex\"]", "[\"big\"]")));
        Assert.That((made["company"].GetProperty("name").GetString(), made["primaryContact"].GetProperty("lastName").GetString()), Is.EqualTo(("Acme", "Doe")));
    }

    [Test]
    public async Task Whoever_names_nothing_else_owns_a_prospect_of_0_dollars()
    {
        var rep = await UserAsync();

        var made = await DealAsync(rep);

        Assert.That((made["ownerId"].GetGuid(), made["owner"].GetProperty("id").GetGuid()), Is.EqualTo((rep.Id, rep.Id)));
        Assert.That((made["stage"].GetString(), made["probability"].GetInt32(), made["isActive"].GetBoolean()), Is.EqualTo(("PROSPECTING", 10, true)));
        Assert.That((made["value"].GetRawText(), made["valueSource"].GetString(), made["currency"].GetString()), Is.EqualTo(("0.00", "MANUAL", "USD")));
        Assert.That(new[] { "primaryContactId", "primaryContact", "actualCloseDate", "closeReason", "lossReason", "expectedCloseDate" }.Select(m => made[m].ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That((made["daysInStage"].GetInt32(), made["stageEnteredAt"].GetString()), Is.EqualTo((0, made["createdAt"].GetString())));
    }

    [TestCase("PROSPECTING", 10)]
    [TestCase("QUALIFYING", 20)]
    [TestCase("PROPOSING", 50)]
    [TestCase("NEGOTIATING", 80)]
    [TestCase("FOLLOW_UP", 90)]
    [TestCase("ON_HOLD", 0)]
    public async Task A_deal_starts_in_any_open_stage_or_on_hold_with_the_stages_probability_and_one_row_of_history(string stage, int probability)
    {
        var made = await DealAsync(more: new { stage });

        Assert.That((made["stage"].GetString(), made["probability"].GetInt32(), made["isActive"].GetBoolean()), Is.EqualTo((stage, probability, true)));
        Assert.That(Steps(made), Is.EqualTo(new[] { (1, (string?)null, stage, (string?)null) }));
        var step = made["history"][0];
        Assert.That((step.GetProperty("changedBy").GetGuid(), step.GetProperty("changedAt").GetString()), Is.EqualTo((Admin.Id, made["createdAt"].GetString())));
    }

    [TestCase("CLOSED_WON")]
    [TestCase("CLOSED_LOST")]
    public async Task A_deal_does_not_start_closed(string stage)
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, stage })).IsProblem(400, "deal_created_closed", "stage");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from deals"), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_created_under_a_company_that_is_missing_in_the_trash_or_out_of_sight()
    {
        (await Admin.PostAsync("/api/deals", new { title = "D" })).IsProblem(400, "validation_failed", "companyId");
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = Guid.NewGuid() })).IsProblem(404, "company_not_found", "companyId");

        var company = await CompanyAsync();
        var user = await UserWithAsync("""{"deals": ["create", "read"], "companies": {"read": "own"}}""");
        (await user.PostAsync("/api/deals", new { title = "D", companyId = company })).IsProblem(404, "company_not_found", "companyId");

        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company })).IsProblem(404, "company_not_found", "companyId");
    }

    [Test]
    public async Task Its_primary_contact_exists_out_of_the_trash_and_in_sight()
    {
        var (company, contact) = (await CompanyAsync(), await ContactAsync());
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = Guid.NewGuid() })).IsProblem(404, "contact_not_found", "primaryContactId");

        var user = await UserWithAsync("""{"deals": ["create", "read"], "companies": ["read"], "contacts": {"read": "own"}}""");
        (await user.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = contact })).IsProblem(404, "contact_not_found", "primaryContactId");

        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = contact })).IsProblem(404, "contact_not_found", "primaryContactId");
    }

    [Test]
    public async Task Its_owner_is_an_active_user_and_another_than_oneself_needs_the_right_to_assign()
    {
        var (company, rep, gone) = (await CompanyAsync(), await UserAsync(), await UserAsync());
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { gone.Id });

        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, ownerId = gone.Id })).IsProblem(409, "user_inactive", "ownerId");
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, ownerId = Guid.NewGuid() })).IsProblem(404, "user_not_found", "ownerId");
        (await rep.PostAsync("/api/deals", new { title = "D", companyId = company, ownerId = Admin.Id })).IsProblem(403, "assign_missing");
        Assert.That((await DealAsync(Admin, new { ownerId = rep.Id }))["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
    }

    [TestCase("value", "10.005")]
    [TestCase("value", "-0.01")]
    [TestCase("value", "10000000000000000")]
    [TestCase("probability", "101")]
    [TestCase("probability", "-1")]
    [TestCase("currency", "\"XXZ\"")]
    [TestCase("currency", "\"usd\"")]
    [TestCase("title", "\"  \"")]
    [TestCase("competitors", "[\"\"]")]
    public async Task A_value_is_never_rounded_and_every_other_field_is_in_its_range(string field, string value)
    {
        var company = await CompanyAsync();
        var title = field == "title" ? "" : "\"title\":\"D\",";
        (await Admin.PostAsync("/api/deals", $$"""{{{title}}"companyId":"{{company}}","{{field}}":{{value}}}""")).IsProblem(400, "validation_failed", field);
    }

    [TestCase("stage", "\"prospecting\"")]
    [TestCase("stage", "0")]
    [TestCase("probability", "12.5")]
    [TestCase("value", "\"12\"")]
    [TestCase("expectedCloseDate", "\"2030-02-30\"")]
    public async Task A_member_of_the_wrong_type_is_named(string field, string value)
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", $$"""{"title":"D","companyId":"{{company}}","{{field}}":{{value}}}""")).IsProblem(400, "invalid_member", field);
    }

    [Test]
    public async Task An_importer_dates_a_deal_back_and_history_and_audit_say_so()
    {
        var made = await DealAsync(more: new { createdAt = "2020-05-05T10:00:00.123456Z" });

        Assert.That((made["createdAt"].GetString(), made["stageEnteredAt"].GetString()), Is.EqualTo(("2020-05-05T10:00:00.123456Z", "2020-05-05T10:00:00.123456Z")));
        Assert.That(made["history"][0].GetProperty("changedAt").GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));
        Assert.That(made["daysInStage"].GetInt32(), Is.EqualTo((int)(Clock.Now - made["createdAt"].GetDateTimeOffset()).TotalDays));
        Assert.That(
            await Db.QueryAsync<string?>("select distinct metadata->>'effectiveAt' from audit_logs where entity_id = @Id", new { made.Id }),
            Is.EqualTo(new[] { "2020-05-05T10:00:00.123456Z" }));
        Assert.That(await Db.ScalarAsync<bool>("select bool_and(created_at > now() - interval '1 hour') from audit_logs where entity_id = @Id", new { made.Id }), Is.True);

        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, createdAt = Clock.Now.AddMinutes(1) })).IsProblem(400, "validation_failed", "createdAt");
    }

    [Test]
    public async Task Without_the_right_to_import_no_deal_is_dated_back()
    {
        var (rep, company) = (await UserAsync(), await CompanyAsync());
        (await rep.PostAsync("/api/deals", new { title = "D", companyId = company, createdAt = "2020-05-05T10:00:00Z" })).IsProblem(400, "unknown_member", "createdAt");
        (await (await UserWithAsync("""{"deals": ["read", "update"], "companies": ["read"]}""")).PostAsync("/api/deals", new { title = "D", companyId = company }))
            .IsProblem(403, "right_missing");
    }

    [Test]
    public async Task The_same_key_makes_one_deal_with_one_row_of_history()
    {
        var body = new { title = "D", companyId = await CompanyAsync() };
        var first = (await Admin.PostAsync("/api/deals", body, key: "deal-1")).Is(201);
        var second = (await Admin.PostAsync("/api/deals", body, key: "deal-1")).Is(201);
        Assert.That((second.Body, second.Header("Idempotent-Replayed")), Is.EqualTo((first.Body, "true")));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from deal_stage_history"), Is.EqualTo(1));
    }
}
