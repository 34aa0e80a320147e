namespace Crm.Api.Tests.Audit;

[TestFixture]
public sealed class ListAuditLogsTests : ApiTest
{
    [Test]
    public async Task Creation_writes_a_row_for_each_field_that_is_not_null()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "A", notes = "" })).Is(201).Id;
        var rows = (await Admin.GetAsync($"/api/audit-logs?entityType=Company&entityId={id}&limit=200")).Is(200).Items;
        Assert.That(rows.Select(r => r.GetProperty("action").GetString()).Distinct(), Is.EqualTo(new[] { "CREATE" }));
        var fields = rows.ToDictionary(r => r.GetProperty("fieldName").GetString()!, r => r.GetProperty("newValue").GetString());
        Assert.That(fields["name"], Is.EqualTo("\"A\""));
        Assert.That(fields["notes"], Is.EqualTo("\"\""), "Empty is not null.");
        Assert.That(fields, Does.Not.ContainKey("website"));
        Assert.That(fields.Keys, Has.None.Contains("search").And.None.Contains("Folded"), "Derived columns are not audited.");
        var row = rows[0];
        Assert.That(row.GetProperty("userId").GetGuid(), Is.EqualTo(Admin.Id));
        Assert.That(row.GetProperty("ipAddress").GetString(), Is.EqualTo("127.0.0.1"));
        var metadata = row.GetProperty("metadata");
        Assert.That(metadata.GetProperty("version").GetInt64(), Is.EqualTo(1));
        Assert.That(metadata.GetProperty("command").GetString(), Is.EqualTo("CreateCompany"));
        Assert.That(metadata.GetProperty("traceId").GetString(), Is.Not.Empty);
        Assert.That(rows.Select(r => r.GetProperty("metadata").GetProperty("changeSetId").GetGuid()).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("""{"ownerId": "COLLEAGUE"}""", "ASSIGNMENT_CHANGE")]
    [TestCase("""{"notes": "n"}""", "UPDATE")]
    [TestCase("""{"notes": "n", "ownerId": "COLLEAGUE"}""", "ASSIGNMENT_CHANGE")]
    public async Task The_action_is_the_most_specific_one(string patch, string action)
    {
        var colleague = await UserAsync("Sales Manager");
        var id = (await Admin.PostAsync("/api/companies", new { name = "A" })).Is(201).Id;
        (await Admin.PatchAsync($"/api/companies/{id}", patch.Replace("COLLEAGUE", colleague.Id.ToString()))).Is(200);
        var rows = (await Admin.GetAsync($"/api/companies/{id}/audit?action={action}")).Is(200).Items;
        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Select(r => r.GetProperty("metadata").GetProperty("version").GetInt64()), Is.All.EqualTo(2));
    }

    [Test]
    public async Task An_update_without_changes_writes_no_row_and_keeps_the_version()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "A", revenue = 5, tags = new[] { "x" } })).Is(201).Id;
        var before = (await Admin.GetAsync($"/api/companies/{id}/audit?count=exact")).Is(200)["count"].GetInt64();
        Assert.That((await Admin.PatchAsync($"/api/companies/{id}", """{"name": "A", "revenue": 5.00, "tags": ["x"]}""")).Is(200).Version,
            Is.EqualTo(1));
        Assert.That((await Admin.GetAsync($"/api/companies/{id}/audit?count=exact")).Is(200)["count"].GetInt64(), Is.EqualTo(before));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages where aggregate_id = @id", new { id }), Is.EqualTo(1),
            "There is only the event of the creation.");
    }

    [Test]
    public async Task A_backdated_change_is_audited_with_the_real_and_the_given_time()
    {
        var company = (await Admin.PostAsync("/api/companies", new { name = "Old", createdAt = "2020-01-02T03:04:05Z" })).Is(201);
        Assert.That(company["createdAt"].GetString(), Is.EqualTo("2020-01-02T03:04:05.000000Z"));
        var row = (await Admin.GetAsync($"/api/companies/{company.Id}/audit?limit=1")).Is(200).Items[0];
        Assert.That(row.GetProperty("createdAt").GetDateTimeOffset(), Is.EqualTo(Clock.Now).Within(TimeSpan.FromMinutes(1)));
        Assert.That(row.GetProperty("metadata").GetProperty("effectiveAt").GetString(), Is.EqualTo("2020-01-02T03:04:05.000000Z"));
    }

    [Test]
    public async Task Passwords_never_appear()
    {
        var user = (await Admin.PostAsync("/api/users", new
        {
            email = "jo@example.com",
            username = "jo",
            firstName = "Jo",
            lastName = "Doe",
            password = "a-long-and-strange-one",
            roleId = await Db.ScalarAsync<Guid>("select id from roles where name = 'Sales Rep'"),
        })).Is(201).Id;
        (await Admin.PutAsync($"/api/users/{user}/password", new { newPassword = "another-long-strange-one" })).Is(204);
        var rows = (await Admin.GetAsync($"/api/users/{user}/audit?fieldName=password")).Is(200).Items;
        Assert.That(rows, Has.Count.EqualTo(2), "Both times that the password was set are recorded.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Select(r => r.GetProperty("oldValue").GetString()), Is.All.Null);
            Assert.That(rows.Select(r => r.GetProperty("newValue").GetString()), Is.All.Null);
        }

        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from audit_logs where new_value like '%strange%' or new_value like '%AQAAAA%'"), Is.Zero);
    }

    [Test]
    public async Task It_requires_the_permission_and_shows_only_readable_records()
    {
        (await (await UserAsync("Sales Rep")).GetAsync("/api/audit-logs")).IsProblem(403, "right_missing");
        var company = (await Admin.PostAsync("/api/companies", new { name = "Hidden" })).Is(201).Id;
        var reader = await UserWithAsync("""{"auditLogs": ["read"], "companies": {"read": "own", "create": "all"}}""");
        var own = (await reader.PostAsync("/api/companies", new { name = "Mine" })).Is(201).Id;
        var seen = (await reader.GetAsync("/api/audit-logs?limit=200&count=exact")).Is(200);
        Assert.That(seen.Items.Select(r => r.GetProperty("entityId").GetGuid()).Distinct(), Is.EqualTo(new[] { own }));
        Assert.That(seen["count"].GetInt64(), Is.EqualTo(seen.Items.Count));
        (await reader.GetAsync($"/api/companies/{company}/audit")).IsProblem(404, "company_not_found");
        (await reader.GetAsync($"/api/companies/{own}/audit")).Is(200);
    }

    [Test]
    public async Task Newest_first_in_pages_that_neither_repeat_nor_skip()
    {
        for (var i = 0; i < 5; i++)
            (await Admin.PostAsync("/api/companies", new { name = $"C{i}" })).Is(201);
        var ids = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Admin.GetAsync($"/api/audit-logs?limit=7{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            ids.AddRange(page.Items.Select(r => r.GetProperty("id").GetGuid()));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        var all = await Db.QueryAsync<Guid>("select id from audit_logs order by created_at desc, seq desc");
        Assert.That(ids, Is.EqualTo(all));
    }
}
