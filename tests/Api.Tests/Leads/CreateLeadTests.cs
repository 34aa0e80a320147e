namespace Crm.Api.Tests.Leads;

public sealed class CreateLeadTests : LeadTest
{
    [Test]
    public async Task Creating_a_lead_returns_it_as_get_does()
    {
        var rep = await UserAsync(firstName: "Ada", lastName: "Byron");
        var created = await LeadAsync(new
        {
            email = "Jo@x.example",
            phone = "1",
            company = "Acme",
            jobTitle = "CTO",
            website = "acme.example",
            address = "A",
            city = "B",
            state = "C",
            zipCode = "D",
            country = "E",
            source = "TRADE_SHOW",
            sourceDetails = "Fair",
            leadScore = 100,
            notes = "n",
            tags = new[] { "t" },
            assignedToId = rep.Id,
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.TaggedVersion, Is.EqualTo(1));
            Assert.That(created.Header("Location"), Is.EqualTo($"/api/leads/{created.Id}"));
            Assert.That(Text(created, "status"), Is.EqualTo("NEW"));
            Assert.That(Text(created, "assignedToName"), Is.EqualTo("Ada Byron"));
            Assert.That(created["isConverted"].GetBoolean(), Is.False);
            Assert.That(Text(created, "source"), Is.EqualTo("TRADE_SHOW"));
        }

        Assert.That((await GetAsync(created.Id)).Body, Is.EqualTo(created.Body));
        var history = await Db.QueryAsync<(int Seq, string? From, string To, Guid ChangedBy)>(
            "select seq, from_status, to_status, changed_by from lead_status_history where lead_id = @id", new { id = created.Id });
        var (seq, from, to, changedBy) = history.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seq, Is.EqualTo(1));
            Assert.That(from, Is.Null);
            Assert.That(to, Is.EqualTo("NEW"));
            Assert.That(changedBy, Is.EqualTo(Admin.Id));
        }

        var audit = (await Admin.GetAsync($"/api/leads/{created.Id}/audit?limit=200")).Is(200);
        Assert.That(audit.Items.Select(r => r.GetProperty("fieldName").GetString()),
            Does.Contain("assignedToId").And.Contain("tags").And.Not.Contain("convertedAt"));
    }

    [TestCase("NEW")]
    [TestCase("QUALIFIED")]
    [TestCase("CONTACTED")]
    [TestCase("INTERESTED")]
    [TestCase("NOT_INTERESTED")]
    [TestCase("DEAD")]
    [TestCase("NURTURING")]
    public async Task It_starts_in_any_status_but_converted(string status) =>
        Assert.That(Text(await LeadAsync(new { status }), "status"), Is.EqualTo(status));

    [Test]
    public async Task Each_invalid_field_is_named()
    {
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { lastName = "Doe" }, "validation_failed", "firstName"),
            (new { firstName = "Jo", lastName = "  " }, "validation_failed", "lastName"),
            (new { firstName = "Jo", lastName = "Doe", email = "jo" }, "validation_failed", "email"),
            (new { firstName = "Jo", lastName = "Doe", website = "not an address" }, "validation_failed", "website"),
            (new { firstName = "Jo", lastName = "Doe", leadScore = 101 }, "validation_failed", "leadScore"),
            (new { firstName = "Jo", lastName = "Doe", company = new string('x', 256) }, "validation_failed", "company"),
            (new { firstName = "Jo", lastName = "Doe", notes = new string('x', 20_001) }, "validation_failed", "notes"),
            (new { firstName = "Jo", lastName = "Doe", tags = new[] { "" } }, "validation_failed", "tags"),
            (new { firstName = "Jo", lastName = "Doe", source = "webinar" }, "invalid_member", "source"),
            (new { firstName = "Jo", lastName = "Doe", status = "CONVERTED" }, "lead_created_converted", "status"),
            (new { firstName = "Jo", lastName = "Doe", isConverted = true }, "unknown_member", "isConverted"),
        })
            (await Admin.PostAsync("/api/leads", body)).IsProblem(400, code, field);
    }

    [Test]
    public async Task Two_leads_may_share_an_address()
    {
        await LeadAsync(new { email = "jo@x.example" });
        await LeadAsync(new { email = "JO@x.example" });
    }

    [Test]
    public async Task With_scope_own_the_caller_owns_created_contacts_and_another_owner_requires_assign()
    {
        var (rep, other) = (await UserAsync(), await UserAsync());
        Assert.That((await LeadAsync(client: rep))["assignedToId"].GetGuid(), Is.EqualTo(rep.Id));
        (await rep.PostAsync("/api/leads", new { firstName = "Jo", lastName = "Doe", assignedToId = other.Id })).IsProblem(
            403, "assign_missing");
        Assert.That((await LeadAsync())["assignedToId"].ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        (await Admin.PostAsync("/api/leads", new { firstName = "Jo", lastName = "Doe", assignedToId = Guid.NewGuid() })).IsProblem(
            404, "user_not_found", "assignedToId");
        (await Admin.PatchAsync($"/api/users/{other.Id}", new { isActive = false })).Is(200);
        (await Admin.PostAsync("/api/leads", new { firstName = "Jo", lastName = "Doe", assignedToId = other.Id })).IsProblem(
            409, "user_inactive", "assignedToId");
        (await (await UserAsync("Read Only")).PostAsync("/api/leads", new { firstName = "Jo", lastName = "Doe" })).IsProblem(
            403, "right_missing");
    }

    [Test]
    public async Task An_imported_lead_and_its_first_status_are_backdated()
    {
        var created = await LeadAsync(new { createdAt = "2026-01-02T03:04:05Z" });
        Assert.That(Text(created, "createdAt"), Is.EqualTo("2026-01-02T03:04:05.000000Z"));
        Assert.That(await Db.ScalarAsync<DateTime>("select changed_at from lead_status_history"),
            Is.EqualTo(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)));
        (await (await UserAsync()).PostAsync(
            "/api/leads", new { firstName = "Jo", lastName = "Doe", createdAt = "2026-01-02T03:04:05Z" })).IsProblem(
                400, "unknown_member", "createdAt");
    }
}
