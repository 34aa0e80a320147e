namespace Crm.Api.Tests.Leads;

public sealed class UpdateLeadTests : LeadTest
{
    private static readonly string[] Open = ["NEW", "CONTACTED", "INTERESTED", "QUALIFIED"];
    private static readonly string[] Aside = ["NURTURING", "NOT_INTERESTED", "DEAD"];

    /// <summary>The rules in plain words, beside the table of the domain.</summary>
    private static bool Allows(string from, string to) => from != "CONVERTED" && to != "CONVERTED" &&
        (Aside.Contains(from) ? to is "NEW" or "NURTURING" : Aside.Contains(to) || Array.IndexOf(Open, to) > Array.IndexOf(Open, from));

    [Test]
    public async Task Each_move_is_made_or_refused_with_what_is_allowed([ValueSource(nameof(Statuses))] string from)
    {
        foreach (var to in Statuses.Where(s => s != from))
        {
            var lead = from == "CONVERTED" ? await LeadAsync() : await LeadAsync(new { status = from });
            if (from == "CONVERTED")
                (await ConvertAsync(lead.Id)).Is(200);
            var before = (await GetAsync(lead.Id)).Version;
            var answer = await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = to });
            if (Allows(from, to))
            {
                Assert.That((Text(answer.Is(200), "status"), answer.Version), Is.EqualTo((to, before + 1)));
                Assert.That(
                    await Db.QueryAsync<(string?, string)>("select from_status, to_status from lead_status_history where lead_id = @id order by seq desc limit 1", new { id = lead.Id }),
                    Is.EqualTo(new (string?, string)[] { (from, to) }));
            }
            else
            {
                answer.IsProblem(409, "transition_not_allowed");
                Assert.That(answer["allowed"].EnumerateArray().Select(a => a.GetString()), Is.EquivalentTo(Statuses.Where(s => s != from && Allows(from, s))));
                Assert.That((await GetAsync(lead.Id)).Version, Is.EqualTo(before));
            }
        }
    }

    [Test]
    public async Task A_change_of_status_is_audited_as_one_and_the_same_again_is_nothing()
    {
        var lead = await LeadAsync();
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = "CONTACTED", notes = "called" })).Is(200);
        Assert.That((await Admin.PatchAsync($"/api/leads/{lead.Id}", new { status = "CONTACTED" })).Is(200).Version, Is.EqualTo(2));
        var rows = (await Admin.GetAsync($"/api/leads/{lead.Id}/audit?action=STATUS_CHANGE")).Is(200).Items;
        Assert.That(rows.Select(r => r.GetProperty("fieldName").GetString()), Is.EquivalentTo(new[] { "status", "notes" }));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages where type = 'LeadStatusChanged'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Put_replaces_and_keeps_the_status_that_it_does_not_name()
    {
        var lead = await LeadAsync(new { status = "CONTACTED", company = "Acme", tags = new[] { "t" }, assignedToId = Admin.Id });
        var put = (await Admin.PutAsync($"/api/leads/{lead.Id}", new { firstName = "Jo", lastName = "Roe" })).Is(200);
        Assert.That((Text(put, "status"), Text(put, "company"), Text(put, "lastName"), put["tags"].GetArrayLength()), Is.EqualTo(("CONTACTED", (string?)null, "Roe", 0)));
        Assert.That(put["assignedToId"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Admin.PutAsync($"/api/leads/{lead.Id}", put.Body)).Is(200).Version, Is.EqualTo(2), "What was read can be put back.");
        (await Admin.PutAsync($"/api/leads/{lead.Id}", new { firstName = "Jo", lastName = "Roe", status = "QUALIFIED" })).Is(200);
    }

    [Test]
    public async Task What_conversion_sets_cannot_be_written()
    {
        var lead = await LeadAsync();
        var refused = (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { isConverted = true })).IsProblem(400, "read_only_field", "isConverted");
        Assert.That(refused.Detail, Does.Contain("/convert"));
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { convertedToContactId = Guid.NewGuid() })).IsProblem(400, "read_only_field", "convertedToContactId");
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", new { lastName = (string?)null })).IsProblem(400, "validation_failed", "lastName");
    }

    [Test]
    public async Task Who_may_change_it_and_at_which_version()
    {
        var (rep, boss) = (await UserAsync(), await UserAsync("Sales Manager"));
        var own = await LeadAsync(client: rep);
        var others = await LeadAsync(new { assignedToId = boss.Id });
        (await rep.PatchAsync($"/api/leads/{own.Id}", new { notes = "n" })).Is(200);
        (await rep.PatchAsync($"/api/leads/{own.Id}", new { assignedToId = boss.Id })).IsProblem(403, "assign_missing");
        (await rep.PatchAsync($"/api/leads/{others.Id}", new { notes = "n" })).IsProblem(404, "lead_not_found");
        var reader = await UserWithAsync("""{"leads": {"read": "all", "update": "own"}}""");
        (await reader.PatchAsync($"/api/leads/{others.Id}", new { notes = "n" })).IsProblem(403, "outside_scope");
        (await boss.PatchAsync($"/api/leads/{own.Id}", new { notes = "m" }, ifMatch: "\"1\"")).IsProblem(412, "version_mismatch");
        (await boss.PatchAsync($"/api/leads/{own.Id}", new { assignedToId = boss.Id }, ifMatch: "\"2\"")).Is(200);
    }
}
