namespace Crm.Api.Tests.Deals;

public sealed class CreateDealTests : DealTest
{
    [Test]
    public async Task Creating_a_deal_returns_it_as_get_does()
    {
        var company = await CompanyAsync();
        var contact = await ContactAsync(companyId: company);

        var created = (await Admin.PostAsync("/api/deals", new
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

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Header("Location"), Is.EqualTo($"/api/deals/{created.Id}"));
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
        }

        var fetched = await GetAsync(created.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched.Body, Is.EqualTo(created.Body));
            Assert.That(fetched.ETag, Is.EqualTo(created.ETag));
        }

        Assert.That(created["value"].GetRawText(), Is.EqualTo("1234.50"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["currency"].GetString(), Is.EqualTo("EUR"));
            Assert.That(created["probability"].GetInt32(), Is.EqualTo(33));
            Assert.That(created["stage"].GetString(), Is.EqualTo("PROPOSING"));
            Assert.That(created["expectedCloseDate"].GetString(), Is.EqualTo("2030-02-28"));
            Assert.That(created["competitors"].GetRawText(), Is.EqualTo("[\"Globex\"]"));
            Assert.That(created["tags"].GetRawText(), Is.EqualTo("[\"big\"]"));
            Assert.That(created["company"].GetProperty("name").GetString(), Is.EqualTo("Acme"));
            Assert.That(created["primaryContact"].GetProperty("lastName").GetString(), Is.EqualTo("Doe"));
        }
    }

    [Test]
    public async Task A_minimal_deal_belongs_to_the_caller_with_value_0_in_usd()
    {
        var rep = await UserAsync();

        var created = await DealAsync(rep);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
            Assert.That(created["owner"].GetProperty("id").GetGuid(), Is.EqualTo(rep.Id));
            Assert.That(created["stage"].GetString(), Is.EqualTo("PROSPECTING"));
            Assert.That(created["probability"].GetInt32(), Is.EqualTo(10));
            Assert.That(created["isActive"].GetBoolean(), Is.True);
            Assert.That(created["value"].GetRawText(), Is.EqualTo("0.00"));
            Assert.That(created["valueSource"].GetString(), Is.EqualTo("MANUAL"));
            Assert.That(created["currency"].GetString(), Is.EqualTo("USD"));
        }

        Assert.That(new[] { "primaryContactId", "primaryContact", "actualCloseDate", "closeReason", "lossReason",
            "expectedCloseDate" }.Select(m => created[m].ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["daysInStage"].GetInt32(), Is.Zero);
            Assert.That(created["stageEnteredAt"].GetString(), Is.EqualTo(created["createdAt"].GetString()));
        }
    }

    [TestCase("PROSPECTING", 10)]
    [TestCase("QUALIFYING", 20)]
    [TestCase("PROPOSING", 50)]
    [TestCase("NEGOTIATING", 80)]
    [TestCase("FOLLOW_UP", 90)]
    [TestCase("ON_HOLD", 0)]
    public async Task A_deal_starts_in_any_open_stage_or_on_hold_with_the_stages_probability_and_one_row_of_history(
        string stage, int probability)
    {
        var created = await DealAsync(more: new { stage });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["stage"].GetString(), Is.EqualTo(stage));
            Assert.That(created["probability"].GetInt32(), Is.EqualTo(probability));
            Assert.That(created["isActive"].GetBoolean(), Is.True);
        }

        Assert.That(Transitions(created), Is.EqualTo(new[] { new Transition(1, null, stage, null) }));
        var transition = created["history"][0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(transition.GetProperty("changedBy").GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(transition.GetProperty("changedAt").GetString(), Is.EqualTo(created["createdAt"].GetString()));
        }
    }

    [TestCase("CLOSED_WON")]
    [TestCase("CLOSED_LOST")]
    public async Task A_deal_cannot_be_created_closed(string stage)
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, stage })).IsProblem(
            400, "deal_created_closed", "stage");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from deals"), Is.Zero);
    }

    [Test]
    public async Task The_company_of_a_new_record_must_exist_be_live_and_readable()
    {
        (await Admin.PostAsync("/api/deals", new { title = "D" })).IsProblem(400, "validation_failed", "companyId");
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = Guid.NewGuid() })).IsProblem(
            404, "company_not_found", "companyId");

        var company = await CompanyAsync();
        var user = await UserWithAsync("""{"deals": ["create", "read"], "companies": {"read": "own"}}""");
        (await user.PostAsync("/api/deals", new { title = "D", companyId = company })).IsProblem(404, "company_not_found", "companyId");

        (await Admin.DeleteAsync($"/api/companies/{company}")).Is(204);
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company })).IsProblem(404, "company_not_found", "companyId");
    }

    [Test]
    public async Task Its_primary_contact_must_be_live_and_readable()
    {
        var (company, contact) = (await CompanyAsync(), await ContactAsync());
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = Guid.NewGuid() })).IsProblem(
            404, "contact_not_found", "primaryContactId");

        var user = await UserWithAsync("""{"deals": ["create", "read"], "companies": ["read"], "contacts": {"read": "own"}}""");
        (await user.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = contact })).IsProblem(
            404, "contact_not_found", "primaryContactId");

        (await Admin.DeleteAsync($"/api/contacts/{contact}")).Is(204);
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, primaryContactId = contact })).IsProblem(
            404, "contact_not_found", "primaryContactId");
    }

    [Test]
    public async Task Its_owner_is_an_active_user_and_another_owner_requires_the_permission_to_assign()
    {
        var (company, rep, deleted) = (await CompanyAsync(), await UserAsync(), await UserAsync());
        await Db.ExecuteAsync("update users set is_active = false where id = @Id", new { deleted.Id });

        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, ownerId = deleted.Id })).IsProblem(
            409, "user_inactive", "ownerId");
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, ownerId = Guid.NewGuid() })).IsProblem(
            404, "user_not_found", "ownerId");
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
        (await Admin.PostAsync("/api/deals", $$"""{{{title}}"companyId":"{{company}}","{{field}}":{{value}}}""")).IsProblem(
            400, "validation_failed", field);
    }

    [TestCase("stage", "\"prospecting\"")]
    [TestCase("stage", "0")]
    [TestCase("probability", "12.5")]
    [TestCase("value", "\"12\"")]
    [TestCase("expectedCloseDate", "\"2030-02-30\"")]
    public async Task A_member_of_the_wrong_type_is_named(string field, string value)
    {
        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", $$"""{"title":"D","companyId":"{{company}}","{{field}}":{{value}}}""")).IsProblem(
            400, "invalid_member", field);
    }

    [Test]
    public async Task An_importer_backdates_a_deal_and_its_history_and_audit()
    {
        var created = await DealAsync(more: new { createdAt = "2020-05-05T10:00:00.123456Z" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created["createdAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));
            Assert.That(created["stageEnteredAt"].GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));
        }

        Assert.That(created["history"][0].GetProperty("changedAt").GetString(), Is.EqualTo("2020-05-05T10:00:00.123456Z"));
        Assert.That(created["daysInStage"].GetInt32(), Is.EqualTo((int)(Clock.Now - created["createdAt"].GetDateTimeOffset()).TotalDays));
        Assert.That(
            await Db.QueryAsync<string?>(
                "select distinct metadata->>'effectiveAt' from audit_logs where entity_id = @Id", new { created.Id }),
            Is.EqualTo(new[] { "2020-05-05T10:00:00.123456Z" }));
        Assert.That(await Db.ScalarAsync<bool>(
            "select bool_and(created_at > now() - interval '1 hour') from audit_logs where entity_id = @Id", new { created.Id }), Is.True);

        var company = await CompanyAsync();
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = company, createdAt = Clock.Now.AddMinutes(1) })).IsProblem(
            400, "validation_failed", "createdAt");
    }

    [Test]
    public async Task Backdating_a_deal_requires_the_permission_to_import()
    {
        var (rep, company) = (await UserAsync(), await CompanyAsync());
        (await rep.PostAsync("/api/deals", new { title = "D", companyId = company, createdAt = "2020-05-05T10:00:00Z" })).IsProblem(
            400, "unknown_member", "createdAt");
        (await (await UserWithAsync("""{"deals": ["read", "update"], "companies": ["read"]}""")).PostAsync(
            "/api/deals", new { title = "D", companyId = company }))
            .IsProblem(403, "right_missing");
    }

    [Test]
    public async Task The_same_key_creates_one_deal_with_one_history_row()
    {
        var body = new { title = "D", companyId = await CompanyAsync() };
        var first = (await Admin.PostAsync("/api/deals", body, key: "deal-1")).Is(201);
        var second = (await Admin.PostAsync("/api/deals", body, key: "deal-1")).Is(201);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Body, Is.EqualTo(first.Body));
            Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from deal_stage_history"), Is.EqualTo(1));
    }
}
