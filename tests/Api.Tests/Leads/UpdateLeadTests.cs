namespace Crm.Api.Tests.Leads;

public sealed class UpdateLeadTests : LeadTest
{
    private static readonly string[] Open = ["NEW", "CONTACTED", "INTERESTED", "QUALIFIED"];
    private static readonly string[] Aside = ["NURTURING", "NOT_INTERESTED", "DEAD"];

    /// <summary>A second implementation of the rules, independent of the table in the domain.</summary>
    private static bool Allows(string from, string to) => from != "CONVERTED" && to != "CONVERTED" &&
        (Aside.Contains(from) ? to is "NEW" or "NURTURING" : Aside.Contains(to) || Array.IndexOf(Open, to) > Array.IndexOf(Open, from));

    [Test]
    public async Task Each_transition_succeeds_or_is_rejected_with_the_allowed_ones([ValueSource(nameof(Statuses))] string from)
    {
        foreach (var to in Statuses.Where(s => s != from))
        {
            var lead = from == "CONVERTED" ? await LeadAsync() : await LeadAsync(new { status = from });
            if (from == "CONVERTED")
                (await ConvertAsync(lead.Id)).Is(200);
            var before = (await GetAsync(lead.Id)).Version;
            var response = await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = to });
            if (Allows(from, to))
            {
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(Text(response.Is(200), "status"), Is.EqualTo(to));
                    Assert.That(response.Version, Is.EqualTo(before + 1));
                }

                var (storedFrom, storedTo) = (await Db.QueryAsync<(string? From, string To)>(
                    "select from_status, to_status from lead_status_history where lead_id = @id order by seq desc limit 1",
                    new { id = lead.Id })).Single();
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(storedFrom, Is.EqualTo(from));
                    Assert.That(storedTo, Is.EqualTo(to));
                }
            }
            else
            {
                response.IsProblem(409, "transition_not_allowed");
                Assert.That(response["allowed"].EnumerateArray().Select(a => a.GetString()),
                    Is.EquivalentTo(Statuses.Where(s => s != from && Allows(from, s))));
                Assert.That((await GetAsync(lead.Id)).Version, Is.EqualTo(before));
            }
        }
    }

    [Test]
    public async Task A_status_change_is_audited_as_such_and_the_same_status_changes_nothing()
    {
        var lead = await LeadAsync();
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = "CONTACTED", notes = "called" })).Is(200);
        Assert.That((await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = "CONTACTED" })).Is(200).Version, Is.EqualTo(2));
        var rows = (await Admin.GetAsync($"/api/leads/{lead.Id}/audit?action=STATUS_CHANGE")).Is(200).Items;
        Assert.That(rows.Select(r => r.GetProperty("fieldName").GetString()), Is.EquivalentTo(new[] { "status", "notes" }));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages where type = 'LeadStatusChanged'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Put_replaces_and_keeps_an_absent_status()
    {
        var lead = await LeadAsync(new { status = "CONTACTED", company = "Acme", tags = new[] { "t" }, assignedToId = Admin.Id });
        var put = (await Admin.PutAsync($"/api/leads/{lead.Id}", new { firstName = "Jo", lastName = "Roe" })).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(put, "status"), Is.EqualTo("CONTACTED"));
            Assert.That(Text(put, "company"), Is.Null);
            Assert.That(Text(put, "lastName"), Is.EqualTo("Roe"));
            Assert.That(put["tags"].GetArrayLength(), Is.Zero);
        }

        Assert.That(put["assignedToId"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Admin.PutAsync($"/api/leads/{lead.Id}", put.Body)).Is(200).Version, Is.EqualTo(2),
            "A response can be sent back unchanged.");
        (await Admin.PutAsync($"/api/leads/{lead.Id}", new { firstName = "Jo", lastName = "Roe", status = "QUALIFIED" })).Is(200);
    }

    [Test]
    public async Task Fields_set_by_conversion_are_read_only()
    {
        var lead = await LeadAsync();
        var rejected = (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { isConverted = true })).IsProblem(
            400, "read_only_field", "isConverted");
        Assert.That(rejected.Detail, Does.Contain("/convert"));
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { convertedToContactId = Guid.NewGuid() })).IsProblem(
            400, "read_only_field", "convertedToContactId");
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { lastName = (string?)null })).IsProblem(400, "validation_failed", "lastName");
    }

    [Test]
    public async Task Changes_require_the_permission_and_the_current_version()
    {
        var (rep, manager) = (await UserAsync(), await UserAsync("Sales Manager"));
        var own = await LeadAsync(client: rep);
        var others = await LeadAsync(new { assignedToId = manager.Id });
        (await rep.PatchAsync($"/api/leads/{own.Id}", new { notes = "n" })).Is(200);
        (await rep.PatchAsync($"/api/leads/{own.Id}", new { assignedToId = manager.Id })).IsProblem(403, "assign_missing");
        (await rep.PatchAsync($"/api/leads/{others.Id}", new { notes = "n" })).IsProblem(404, "lead_not_found");
        var reader = await UserWithAsync("""{"leads": {"read": "all", "update": "own"}}""");
        (await reader.PatchAsync($"/api/leads/{others.Id}", new { notes = "n" })).IsProblem(403, "outside_scope");
        (await manager.PatchAsync($"/api/leads/{own.Id}", new { notes = "m" }, ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        (await manager.PatchAsync($"/api/leads/{own.Id}", new { assignedToId = manager.Id }, ifMatch: "\"2\"")).Is(200);
    }
}
