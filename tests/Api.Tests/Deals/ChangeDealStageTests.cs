namespace Crm.Api.Tests.Deals;

public sealed class ChangeDealStageTests : DealTest
{
    [Test]
    public async Task Every_transition_follows_the_specification(
        [ValueSource(nameof(Stages))] string from, [ValueSource(nameof(Stages))] string to)
    {
        var before = await DealInAsync(from);
        var required = StageOracle.Requires(from, to);
        var complete = new Dictionary<string, string> { ["stage"] = to };
        if (required is not null)
            complete[required] = "because";

        if (from == to)
        {
            Assert.That((await MoveAsync(before.Id, complete)).Is(200).Body, Is.EqualTo(before.Body));
            return;
        }

        if (!StageOracle.Allows(from, to))
        {
            var rejected = (await MoveAsync(before.Id, complete)).IsProblem(409, "transition_not_allowed");
            Assert.That(rejected["allowed"].Deserialize<string[]>(), Is.EqualTo(StageOracle.AllowedFrom(from)));
            Assert.That((await GetAsync(before.Id)).Body, Is.EqualTo(before.Body), "A rejected transition changes nothing.");
            return;
        }

        if (required is not null)
        {
            (await MoveAsync(before.Id, new { stage = to })).IsProblem(
                400, required == "reason" ? "reason_missing" : "loss_reason_missing", required);
            Assert.That((await GetAsync(before.Id)).Body, Is.EqualTo(before.Body), "A rejected transition changes nothing.");
        }

        var moved = (await MoveAsync(before.Id, complete)).Is(200);
        var closes = StageOracle.IsClosed(to);
        Assert.That(moved["stage"].GetString(), Is.EqualTo(to));
        Assert.That(moved["probability"].GetInt32(), Is.EqualTo(StageOracle.Probability(to, before["probability"].GetInt32())));
        Assert.That(moved["isActive"].GetBoolean(), Is.EqualTo(!closes));
        Assert.That(moved["actualCloseDate"].GetString(), Is.EqualTo(closes ? $"{Clock.Today:yyyy-MM-dd}" : null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved["closeReason"].GetString(), Is.Null);
            Assert.That(moved["lossReason"].GetString(), Is.EqualTo(to == "CLOSED_LOST" ? "because" : null));
        }

        Assert.That(moved.Version, Is.EqualTo(before.Version + 1));
        Assert.That(moved.TaggedVersion, Is.EqualTo(moved.Version));
        var last = Transitions(before).First().Seq;
        Assert.That(Transitions(moved),
            Is.EqualTo(Transitions(before).Prepend(new Transition(last + 1, from, to, required == "reason" ? "because" : null))));
        var transition = moved["history"][0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(transition.GetProperty("changedBy").GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(transition.GetProperty("changedAt").GetString(), Is.EqualTo(moved["stageEnteredAt"].GetString()));
        }

        Assert.That((await GetAsync(before.Id)).Body, Is.EqualTo(moved.Body));
    }

    [TestCase("PROPOSING", """{"stage":"PROPOSING","reason":"again"}""")]
    [TestCase("CLOSED_LOST", """{"stage":"CLOSED_LOST","lossReason":"another one"}""")]
    [TestCase("CLOSED_LOST", """{"stage":"CLOSED_LOST"}""")]
    [TestCase("CLOSED_WON", """{"stage":"CLOSED_WON","actualCloseDate":"2020-01-01"}""")]
    public async Task The_same_stage_again_changes_nothing_and_writes_no_history(string stage, string body)
    {
        var before = await DealInAsync(stage);
        var rows = await RowsAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));

        var response = (await MoveAsync(before.Id, body)).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Body, Is.EqualTo(before.Body));
            Assert.That(response.ETag, Is.EqualTo(before.ETag));
        }

        Assert.That(await RowsAsync(), Is.EqualTo(rows));

        Task<string> RowsAsync() => Db.ScalarAsync<string>(
            "select concat_ws(' ', (select count(*) from deal_stage_history), (select count(*) from audit_logs), (select count(*) from " +
                "outbox_messages))");
    }

    [Test]
    public async Task On_hold_keeps_even_a_manual_probability()
    {
        var deal = await DealAsync(more: new { stage = "NEGOTIATING", probability = 65 });
        Assert.That((await MoveAsync(deal.Id, new { stage = "ON_HOLD" })).Is(200)["probability"].GetInt32(), Is.EqualTo(65));
        Assert.That((await MoveAsync(deal.Id, new { stage = "QUALIFYING" })).Is(200)["probability"].GetInt32(), Is.EqualTo(20));
    }

    [TestCase("companies", "deal_company_in_trash", "companyId")]
    [TestCase("contacts", "deal_contact_in_trash", "primaryContactId")]
    public async Task A_deal_is_not_reopened_while_its_company_or_contact_is_in_the_trash(string parents, string code, string field)
    {
        var (company, contact) = (await CompanyAsync(), await ContactAsync());
        var parent = $"/api/{parents}/{(parents == "companies" ? company : contact)}";
        foreach (var stage in new[] { "CLOSED_WON", "CLOSED_LOST" })
        {
            var deal = await DealAsync(more: new { companyId = company, primaryContactId = contact });
            var closed = (await MoveAsync(deal.Id, new { stage, lossReason = stage == "CLOSED_LOST" ? "price" : null })).Is(200);
            (await Admin.DeleteAsync(parent)).Is(204);

            (await MoveAsync(deal.Id, new { stage = "QUALIFYING", reason = "again" })).IsProblem(409, code, field);
            Assert.That((await GetAsync(deal.Id)).Version, Is.EqualTo(closed.Version));
            (await MoveAsync(deal.Id, new { stage })).Is(200);

            (await Admin.PostAsync($"{parent}/restore")).Is(200);
            Assert.That((await MoveAsync(deal.Id, new { stage = "QUALIFYING", reason = "again" })).Is(200)["isActive"].GetBoolean(),
                Is.True);
            (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        }
    }

    [Test]
    public async Task Closing_sets_the_closing_fields_and_reopening_clears_them()
    {
        var deal = await DealAsync(more: new { createdAt = "2025-01-01T08:00:00Z", stage = "FOLLOW_UP" });

        var lost = (await MoveAsync(
            deal.Id, new
            {
                stage = "CLOSED_LOST",
                reason = "call",
                closeReason = "budget",
                lossReason = "price",
                actualCloseDate = "2025-03-04"
            })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost["actualCloseDate"].GetString(), Is.EqualTo("2025-03-04"));
            Assert.That(lost["closeReason"].GetString(), Is.EqualTo("budget"));
            Assert.That(lost["lossReason"].GetString(), Is.EqualTo("price"));
            Assert.That(lost["probability"].GetInt32(), Is.Zero);
            Assert.That(lost["isActive"].GetBoolean(), Is.False);
        }

        Assert.That(Transitions(lost).First(), Is.EqualTo(new Transition(2, "FOLLOW_UP", "CLOSED_LOST", "call")));

        var open = (await MoveAsync(deal.Id, new { stage = "NEGOTIATING", reason = "they called back" })).Is(200);
        Assert.That(new[] { "actualCloseDate", "closeReason", "lossReason" }.Select(m => open[m].ValueKind),
            Is.All.EqualTo(JsonValueKind.Null));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(open["probability"].GetInt32(), Is.EqualTo(80));
            Assert.That(open["isActive"].GetBoolean(), Is.True);
        }

        var won = (await MoveAsync(deal.Id, new { stage = "CLOSED_WON", closeReason = "best offer" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(won["closeReason"].GetString(), Is.EqualTo("best offer"));
            Assert.That(won["lossReason"].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(won["probability"].GetInt32(), Is.EqualTo(100));
        }

        Assert.That(won["actualCloseDate"].GetString(), Is.EqualTo($"{Clock.Today:yyyy-MM-dd}"));
        Assert.That(Transitions(won).Select(s => s.Seq), Is.EqualTo(new[] { 4, 3, 2, 1 }));
    }

    [Test]
    public async Task A_reason_of_blanks_is_none()
    {
        var open = await DealAsync();
        (await MoveAsync(open.Id, new { stage = "CLOSED_LOST", lossReason = " \t " })).IsProblem(400, "loss_reason_missing", "lossReason");
        var won = await DealInAsync("CLOSED_WON");
        (await MoveAsync(won.Id, new { stage = "PROPOSING", reason = "  " })).IsProblem(400, "reason_missing", "reason");
    }

    [Test]
    public async Task Fields_of_a_closed_stage_are_rejected_in_other_stages()
    {
        var deal = await DealAsync();
        foreach (var body in new object[] { new { stage = "PROPOSING", actualCloseDate = "2025-01-01" },
            new { stage = "ON_HOLD", closeReason = "x" }, new { stage = "PROPOSING", lossReason = "x" } })
            (await MoveAsync(deal.Id, body)).IsProblem(400, "closing_fields_on_open_stage", "stage");
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON", lossReason = "x" })).IsProblem(400, "loss_reason_on_win", "lossReason");
        Assert.That((await GetAsync(deal.Id)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task The_close_date_is_neither_in_the_future_nor_before_creation()
    {
        var deal = await DealAsync(more: new { createdAt = "2025-06-15T23:30:00Z" });
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON", actualCloseDate = Clock.Today.AddDays(1) })).IsProblem(
            400, "date_in_future", "actualCloseDate");
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON", actualCloseDate = "2025-06-14" })).IsProblem(
            400, "closed_before_creation", "actualCloseDate");
        Assert.That((await MoveAsync(deal.Id, new { stage = "CLOSED_WON", actualCloseDate = "2025-06-15" })).Is(
            200)["actualCloseDate"].GetString(), Is.EqualTo("2025-06-15"));
    }

    [Test]
    public async Task Days_in_stage_are_counted_from_the_last_move()
    {
        var deal = await DealAsync();
        Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(23));
        Assert.That((await GetAsync(deal.Id))["daysInStage"].GetInt32(), Is.EqualTo(3));

        Assert.That((await MoveAsync(deal.Id, new { stage = "PROPOSING" })).Is(200)["daysInStage"].GetInt32(), Is.Zero);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That((await GetAsync(deal.Id))["daysInStage"].GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_importer_gives_the_time_of_a_transition_and_the_close_date_is_that_day()
    {
        var deal = await DealAsync(more: new { createdAt = "2024-01-01T00:00:00Z" });

        var moved = (await MoveAsync(deal.Id, new { stage = "PROPOSING", at = "2024-02-03T04:05:06Z" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved["stageEnteredAt"].GetString(), Is.EqualTo("2024-02-03T04:05:06.000000Z"));
            Assert.That(moved["history"][0].GetProperty("changedAt").GetString(), Is.EqualTo("2024-02-03T04:05:06.000000Z"));
        }

        var closed = (await MoveAsync(deal.Id, new { stage = "CLOSED_WON", at = "2024-03-04T23:59:59.999999Z" })).Is(200);
        Assert.That(closed["actualCloseDate"].GetString(), Is.EqualTo("2024-03-04"));
        Assert.That(
            await Db.QueryAsync<string>(
                "select distinct metadata->>'effectiveAt' from audit_logs where entity_id = @Id and metadata->>'command' = " +
                    "'ChangeDealStage' order by 1", new { deal.Id }),
            Is.EqualTo(new[] { "2024-02-03T04:05:06.000000Z", "2024-03-04T23:59:59.999999Z" }));
    }

    [Test]
    public async Task A_transition_date_is_not_before_the_last_transition_nor_in_the_future_and_requires_import()
    {
        var rep = await UserAsync();
        var deal = await DealAsync(rep);
        (await MoveAsync(deal.Id, new { stage = "PROPOSING", at = deal["createdAt"].GetDateTimeOffset().AddMicroseconds(-1) })).IsProblem(
            400, "before_last_move", "at");
        (await MoveAsync(deal.Id, new { stage = "PROPOSING", at = Clock.Now.AddMinutes(1) })).IsProblem(400, "validation_failed", "at");
        (await rep.PatchAsync($"/api/deals/{deal.Id}/stage", new { stage = "PROPOSING", at = Clock.Now })).IsProblem(
            400, "unknown_member", "at");
        (await MoveAsync(deal.Id, new { stage = "PROPOSING", at = deal["createdAt"].GetString() })).Is(200);
    }

    [Test]
    public async Task If_match_accepts_only_the_current_version()
    {
        var deal = await DealAsync();
        (await MoveAsync(deal.Id, new { stage = "PROPOSING" }, ifMatch: "\"7\"")).IsProblem(412, "version_mismatch");
        Assert.That((await MoveAsync(deal.Id, new { stage = "PROPOSING" }, ifMatch: "\"1\"")).Is(200).TaggedVersion, Is.EqualTo(2));
        (await MoveAsync(deal.Id, new { stage = "PROPOSING" }, ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
    }

    [Test]
    public async Task A_repeated_key_replays_the_response_and_changes_the_stage_once()
    {
        var deal = await DealAsync();
        var first = (await MoveAsync(deal.Id, new { stage = "PROPOSING" }, key: "move")).Is(200);
        (await MoveAsync(deal.Id, new { stage = "QUALIFYING" })).Is(200);

        var again = (await MoveAsync(deal.Id, new { stage = "PROPOSING" }, key: "move")).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Body, Is.EqualTo(first.Body));
            Assert.That(again.ETag, Is.EqualTo(first.ETag));
            Assert.That(again.Header("Idempotent-Replayed"), Is.EqualTo("true"));
        }

        Assert.That((await GetAsync(deal.Id))["stage"].GetString(), Is.EqualTo("QUALIFYING"));
        (await MoveAsync(deal.Id, new { stage = "FOLLOW_UP" }, key: "move")).IsProblem(409, "idempotency_key_reused");
    }

    [Test]
    public async Task A_transition_raises_an_event_with_its_number()
    {
        var deal = await DealAsync();
        (await MoveAsync(deal.Id, new { stage = "CLOSED_WON" })).Is(200);
        var payloads = await Db.QueryAsync<string>(
            "select payload::text from outbox_messages where aggregate_id = @Id and type = 'DealStageChanged' order by seq",
            new { deal.Id });
        Assert.That(payloads.Select(t => JsonElement.Parse(t).GetProperty("seq").GetInt32()), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_stage_is_required_and_case_sensitive()
    {
        var deal = await DealAsync();
        (await MoveAsync(deal.Id, "{}")).IsProblem(400, "validation_failed", "stage");
        (await MoveAsync(deal.Id, """{"stage":null}""")).IsProblem(400, "validation_failed", "stage");
        foreach (var stage in new[] { "\"WON\"", "\"closed_won\"", "5", "\"PROSPECTING, PROPOSING\"" })
            (await MoveAsync(deal.Id, $$"""{"stage":{{stage}}}""")).IsProblem(400, "invalid_member", "stage");
        (await MoveAsync(deal.Id, """{"stage":"PROPOSING","probability":3}""")).IsProblem(400, "unknown_member", "probability");
    }

    [Test]
    public async Task A_reader_who_is_not_the_owner_cannot_change_the_stage()
    {
        var deal = await DealAsync();
        var reader = await UserWithAsync("""{"deals": {"read": "all", "update": "own"}}""");
        (await reader.PatchAsync($"/api/deals/{deal.Id}/stage", new { stage = "PROPOSING" })).IsProblem(403, "outside_scope");
        var stranger = await UserWithAsync("""{"deals": {"read": "own", "update": "all"}}""");
        (await stranger.PatchAsync($"/api/deals/{deal.Id}/stage", new { stage = "PROPOSING" })).IsProblem(404, "deal_not_found");

        (await Admin.DeleteAsync($"/api/deals/{deal.Id}")).Is(204);
        (await MoveAsync(deal.Id, new { stage = "PROPOSING" })).IsProblem(404, "deal_not_found");
        (await MoveAsync(Guid.NewGuid(), new { stage = "PROPOSING" })).IsProblem(404, "deal_not_found");
    }
}
