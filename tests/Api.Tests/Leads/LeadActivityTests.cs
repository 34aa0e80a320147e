namespace Crm.Api.Tests.Leads;

public sealed class LeadActivityTests : LeadTest
{
    private const string Batch = "/api/lead-activities/batch";

    [Test]
    public async Task An_activity_is_created_read_and_updates_only_the_lead()
    {
        var lead = await LeadAsync();
        var path = $"/api/leads/{lead.Id}/activities";
        var created = (await Admin.PostAsync(path, new
        {
            type = "PAGE_VIEW",
            description = "Pricing",
            metadata = new { campaign = "spring", n = 1.5 },
            ipAddress = "2001:db8::1",
            userAgent = "curl/8",
            url = "https://www.example.com/pricing",
            duration = 12,
        })).Is(201);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Header("Location"), Is.EqualTo($"{path}/{created.Id}"));
            Assert.That(created.ETag, Is.Null);
        }

        Assert.That((await Admin.GetAsync($"{path}/{created.Id}")).Is(200).Body, Is.EqualTo(created.Body));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(created, "type"), Is.EqualTo("PAGE_VIEW"));
            Assert.That(created["metadata"].GetProperty("n").GetDecimal(), Is.EqualTo(1.5m));
            Assert.That(Text(created, "ipAddress"), Is.EqualTo("2001:db8::1"));
            Assert.That(created["duration"].GetInt32(), Is.EqualTo(12));
            Assert.That(created["createdById"].GetGuid(), Is.EqualTo(Admin.Id));
        }

        var current = await GetAsync(lead.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(current.Version, Is.EqualTo(1));
            Assert.That(Text(current, "lastActivityDate"), Is.EqualTo(Text(created, "createdAt")));
            Assert.That(Text(current, "updatedAt"), Is.EqualTo(Text(lead, "updatedAt")));
        }

        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs where entity_type not in ('Lead', 'User', 'Role')"),
            Is.Zero);
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
            (await Admin.SendAsync(method, $"{path}/{created.Id}", method == HttpMethod.Delete ? null : "{}")).IsProblem(
                405, "method_not_allowed");
    }

    [Test]
    public async Task The_same_key_adds_it_once()
    {
        var lead = await LeadAsync();
        var first = (await Admin.PostAsync($"/api/leads/{lead.Id}/activities", new { type = "MEETING" }, key: "k")).Is(201);
        var again = (await Admin.PostAsync($"/api/leads/{lead.Id}/activities", new { type = "MEETING" }, key: "k")).Is(201);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Body, Is.EqualTo(first.Body));
            Assert.That(again.Header("Location"), Is.EqualTo(first.Header("Location")));
        }

        var body = new { activities = new[] { new { leadId = lead.Id, type = "MEETING" } } };
        (await Admin.PostAsync(Batch, body, key: "b")).Is(200);
        Assert.That((await Admin.PostAsync(Batch, body, key: "b")).Is(200).Header("Idempotent-Replayed"), Is.EqualTo("true"));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_activities"), Is.EqualTo(2));
    }

    [Test]
    public async Task They_are_listed_newest_first_in_the_order_they_came_in_and_filtered()
    {
        var (lead, other) = (await LeadAsync(), await LeadAsync());
        var at = "2026-01-02T03:04:05Z";
        (await Admin.PostAsync(Batch, new
        {
            activities = new object[]
            {
                new { leadId = lead.Id, type = "EMAIL_OPEN", description = "1", createdAt = at },
                new { leadId = lead.Id, type = "EMAIL_CLICK", description = "2", createdAt = at },
                new { leadId = other.Id, type = "OTHER", description = "x" },
                new { leadId = lead.Id, type = "PHONE_CALL", description = "3" },
            },
        })).Is(200);
        var path = $"/api/leads/{lead.Id}/activities";
        foreach (var (query, expected) in new[]
        {
            ("", "3 2 1"), ("sort=createdAt", "1 2 3"), ("type=EMAIL_OPEN,EMAIL_CLICK", "2 1"), ("createdAt[gte]=2026-02-01", "3"),
            ("createdAt[lt]=2026-02-01", "2 1"), ("createdById=me&type=PHONE_CALL", "3"),
        })
            Assert.That(string.Join(
                ' ', (await Admin.GetAsync($"{path}?{query}")).Is(200).Items.Select(r => r.GetProperty("description").GetString())),
                Is.EqualTo(expected), query);
        var first = (await Admin.GetAsync($"{path}?limit=2&count=exact")).Is(200);
        Assert.That(first["count"].GetInt32(), Is.EqualTo(3));
        Assert.That((await Admin.GetAsync($"{path}?limit=2&cursor={first.NextCursor}")).Is(200).Items.Single().GetProperty("description")
            .GetString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Each_invalid_field_is_named()
    {
        var path = $"/api/leads/{(await LeadAsync()).Id}/activities";
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { }, "validation_failed", "type"),
            (new { type = "VISIT" }, "invalid_member", "type"),
            (new { type = "OTHER", ipAddress = "1" }, "validation_failed", "ipAddress"),
            (new { type = "OTHER", ipAddress = "fe80::1%eth0" }, "validation_failed", "ipAddress"),
            (new { type = "OTHER", url = "no address" }, "validation_failed", "url"),
            (new { type = "OTHER", duration = -1 }, "validation_failed", "duration"),
            (new { type = "OTHER", userAgent = new string('x', 1001) }, "validation_failed", "userAgent"),
            (new { type = "OTHER", description = new string('x', 20_001) }, "validation_failed", "description"),
            (new { type = "OTHER", metadata = new[] { 1 } }, "validation_failed", "metadata"),
            (new { type = "OTHER", createdAt = "2999-01-01T00:00:00Z" }, "validation_failed", "createdAt"),
            (new { type = "OTHER", leadId = Guid.NewGuid() }, "unknown_member", "leadId"),
        })
            (await Admin.PostAsync(path, body)).IsProblem(400, code, field);
        (await Admin.PostAsync($"/api/leads/{Guid.NewGuid()}/activities", new { type = "OTHER" })).IsProblem(404, "lead_not_found");
        (await Admin.GetAsync($"{path}/{Guid.NewGuid()}")).IsProblem(404, "lead_activity_not_found");
    }

    [Test]
    public async Task A_batch_of_a_thousand_updates_the_last_activity_of_every_lead()
    {
        var leads = new[] { await LeadAsync(), await LeadAsync(), await LeadAsync() };
        var activities = Enumerable.Range(0, 1000).Select(i => new
        {
            leadId = leads[i % 2].Id,
            type = "PAGE_VIEW",
            createdAt = $"2026-01-{1 + (i % 28):00}T00:00:00Z",
            userAgent = new string('u', 1000),
            url = "https://example.com/" + new string('p', 200),
        });
        Assert.That((await Admin.PostAsync(Batch, new { activities })).Is(200).Body, Is.EqualTo("""{"created":1000}"""),
            "The batch endpoint accepts larger bodies than other endpoints.");
        var stored = await Db.QueryAsync<(long Activities, string? LastActivity)>("""
            select (select count(*) from lead_activities a where a.lead_id = l.id), to_char(l.last_activity_date at time zone 'utc',
                'YYYY-MM-DD') from leads l order by l.created_at
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.Select(l => l.Activities), Is.EqualTo(new[] { 500, 500, 0 }));
            Assert.That(stored.Select(l => l.LastActivity), Is.EqualTo(new[] { "2026-01-27", "2026-01-28", null }));
        }

        // An older activity does not decrease the date.
        (await Admin.PostAsync(
            Batch, new { activities = new[] { new { leadId = leads[0].Id, type = "OTHER", createdAt = "2026-01-05T00:00:00Z" } } })).Is(
                200);
        Assert.That(Text(await GetAsync(leads[0].Id), "lastActivityDate"), Does.StartWith("2026-01-27"));
    }

    [Test]
    public async Task An_invalid_item_is_named_and_nothing_is_stored()
    {
        var (good, trashed) = ((await LeadAsync()).Id, (await LeadAsync()).Id);
        (await Admin.DeleteAsync($"/api/leads/{trashed}")).Is(204);
        foreach (var (second, status, code, field) in new (object?, int, string, string)[]
        {
            (new { leadId = good }, 400, "validation_failed", "activities[1].type"),
            (new { type = "OTHER" }, 400, "validation_failed", "activities[1].leadId"),
            (new { leadId = good, type = "OTHER", duration = -1 }, 400, "validation_failed", "activities[1].duration"),
            (new { leadId = good, type = "VISIT" }, 400, "invalid_member", "activities[1].type"),
            (new { leadId = "x", type = "OTHER" }, 400, "invalid_member", "activities[1].leadId"),
            (new { leadId = good, type = "OTHER", text = "x" }, 400, "unknown_member", "activities[1].text"),
            (null, 400, "validation_failed", "activities[1]"),
            (new { leadId = trashed, type = "OTHER" }, 404, "lead_not_found", "activities[1].leadId"),
            (new { leadId = Guid.NewGuid(), type = "OTHER" }, 404, "lead_not_found", "activities[1].leadId"),
        })
            (await Admin.PostAsync(Batch, new { activities = new[] { new { leadId = good, type = "OTHER" }, second } })).IsProblem(
                status, code, field);
        (await Admin.PostAsync(Batch, new { })).IsProblem(400, "validation_failed", "activities");
        (await Admin.PostAsync(Batch, new { activities = Enumerable.Repeat(new { leadId = good, type = "OTHER" }, 1001) })).IsProblem(
            400, "validation_failed", "activities");
        (await Admin.PostAsync(Batch, "{\"activities\":[" + new string(' ', 4 * 1024 * 1024) + "]}")).IsProblem(413, "body_too_large");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_activities"), Is.Zero);
        Assert.That((await GetAsync(good))["lastActivityDate"].ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task The_scope_is_checked_for_each_lead_of_a_batch()
    {
        var (rep, manager) = (await UserAsync(), await UserAsync("Sales Manager"));
        var reader = await UserWithAsync("""{"leads": {"read": "all", "update": "own"}}""");
        var (own, others) = ((await LeadAsync(client: rep)).Id, (await LeadAsync(new { assignedToId = manager.Id })).Id);
        object Of(params Guid[] ids) => new { activities = ids.Select(leadId => new { leadId, type = "OTHER" }) };
        (await rep.PostAsync(Batch, Of(own))).Is(200);
        (await rep.PostAsync(Batch, Of(own, others))).IsProblem(404, "lead_not_found", "activities[1].leadId");
        (await reader.PostAsync(Batch, Of(others))).IsProblem(403, "outside_scope", "activities[0].leadId");
        (await reader.PostAsync($"/api/leads/{others}/activities", new { type = "OTHER" })).IsProblem(403, "outside_scope");
        (await reader.GetAsync($"/api/leads/{own}/activities")).Is(200);
        (await rep.GetAsync($"/api/leads/{others}/activities")).IsProblem(404, "lead_not_found");
        (await (await UserAsync("Read Only")).PostAsync(Batch, Of(own))).IsProblem(403, "right_missing");
        // Backdating requires the permission to import.
        (await rep.PostAsync($"/api/leads/{own}/activities", new { type = "OTHER", createdAt = "2026-01-01T00:00:00Z" })).IsProblem(
            400, "unknown_member", "createdAt");
        (await rep.PostAsync(
            Batch, new { activities = new[] { new { leadId = own, type = "OTHER", createdAt = "2026-01-01T00:00:00Z" } } }))
            .IsProblem(400, "unknown_member", "activities[0].createdAt");
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_activities"), Is.EqualTo(1));
    }

    [Test]
    public async Task Concurrent_batches_over_the_same_leads_do_not_deadlock()
    {
        var leads = new List<Guid>();
        for (var i = 0; i < 10; i++)
            leads.Add((await LeadAsync()).Id);
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Admin.PostAsync(
            Batch, new
            {
                activities = (i % 2 == 0 ? leads : Enumerable.Reverse(leads)).Select(
                leadId => new { leadId, type = "PAGE_VIEW" })
            })));
        foreach (var response in responses)
            response.Is(200);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_activities"), Is.EqualTo(200));
        Assert.That(await Db.ScalarAsync<bool>(
            "select bool_and(l.last_activity_date = (select max(created_at) from lead_activities a where a.lead_id = l.id)) from leads l"),
            Is.True);
    }
}
