namespace Crm.Api.Tests.Leads;

public sealed class AssignTests : LeadTest
{
    private static string Outcomes(ApiResponse response) => string.Join(
        ' ', response["results"].EnumerateArray().Select(r => r.GetProperty("code").GetString() ?? r.GetProperty("status").GetString()));

    private sealed record AssignmentCounts(int Assigned, int Unchanged, int Failed);

    private static AssignmentCounts Counts(ApiResponse response) =>
        new(response["assigned"].GetInt32(), response["unchanged"].GetInt32(), response["failed"].GetInt32());

    [Test]
    public async Task Each_lead_is_assigned_separately_and_results_are_in_order()
    {
        var rep = await UserAsync();
        var (free, theirs, done, trashed) =
            (await LeadAsync(), await LeadAsync(new { assignedToId = rep.Id }), await LeadAsync(), await LeadAsync());
        (await ConvertAsync(done.Id)).Is(200);
        (await Admin.DeleteAsync($"/api/leads/{trashed.Id}")).Is(204);
        var missing = Guid.NewGuid();

        var response = (await Admin.PostAsync(
            "/api/leads/assign", new { ids = new[] { missing, theirs.Id, free.Id, trashed.Id, done.Id }, assignedToId = rep.Id })).Is(200);

        Assert.That(Outcomes(response), Is.EqualTo("lead_not_found UNCHANGED ASSIGNED lead_not_found lead_converted"));
        Assert.That(response["results"].EnumerateArray().Select(r => r.GetProperty("id").GetGuid()),
            Is.EqualTo(new[] { missing, theirs.Id, free.Id, trashed.Id, done.Id }));
        Assert.That(Counts(response), Is.EqualTo(new AssignmentCounts(1, 1, 3)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await GetAsync(free.Id))["assignedToId"].GetGuid(), Is.EqualTo(rep.Id));
            Assert.That((await GetAsync(free.Id)).Version, Is.EqualTo(2));
            Assert.That((await GetAsync(theirs.Id)).Version, Is.EqualTo(1));
        }

        var audit = (await Admin.GetAsync($"/api/leads/{free.Id}/audit?action=ASSIGNMENT_CHANGE")).Is(200).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.GetProperty("fieldName").GetString(), Is.EqualTo("assignedToId"));
            Assert.That(audit.GetProperty("newValue").GetString(), Is.EqualTo($"\"{rep.Id}\""));
        }
    }

    [Test]
    public async Task Each_deal_is_assigned_separately()
    {
        var rep = await UserAsync();
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var mine = (await Admin.PostAsync("/api/deals", new { title = "M", companyId = company })).Is(201).Id;
        var won = (await Admin.PostAsync("/api/deals", new { title = "W", companyId = company })).Is(201).Id;
        var theirs = (await Admin.PostAsync("/api/deals", new { title = "T", companyId = company, ownerId = rep.Id })).Is(201).Id;
        (await Admin.PatchAsync($"/api/deals/{won}/stage", new { stage = "CLOSED_WON" })).Is(200);

        var response = (await Admin.PostAsync(
            "/api/deals/assign", new { ids = new[] { mine, won, theirs, Guid.NewGuid() }, ownerId = rep.Id })).Is(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcomes(response), Is.EqualTo("ASSIGNED ASSIGNED UNCHANGED deal_not_found"));
            Assert.That(Counts(response), Is.EqualTo(new AssignmentCounts(2, 1, 1)));
        }

        Assert.That((await Admin.GetAsync($"/api/deals/{won}")).Is(200)["ownerId"].GetGuid(), Is.EqualTo(rep.Id));
        Assert.That((await Admin.GetAsync($"/api/deals/{mine}/audit?action=ASSIGNMENT_CHANGE")).Is(200).Items, Has.Count.EqualTo(1));
    }

    [TestCase("leads", "assignedToId")]
    [TestCase("deals", "ownerId")]
    public async Task The_request_is_validated_as_a_whole(string collection, string field)
    {
        var rep = await UserAsync();
        var path = $"/api/{collection}/assign";
        var id = Guid.NewGuid();
        Dictionary<string, object?> Body(Guid[]? ids, Guid? user) => new() { ["ids"] = ids, [field] = user };
        (await Admin.PostAsync(path, Body([], rep.Id))).IsProblem(400, "validation_failed", "ids");
        (await Admin.PostAsync(path, Body([id, id], rep.Id))).IsProblem(400, "validation_failed", "ids");
        (await Admin.PostAsync(path, Body([.. Enumerable.Range(0, 501).Select(_ => Guid.NewGuid())], rep.Id))).IsProblem(
            400, "validation_failed", "ids");
        (await Admin.PostAsync(path, Body(null, rep.Id))).IsProblem(400, "validation_failed", "ids");
        (await Admin.PostAsync(path, new Dictionary<string, object?> { ["ids"] = new[] { id } })).IsProblem(
            400, "validation_failed", field);
        (await Admin.PostAsync(path, Body([id], Guid.NewGuid()))).IsProblem(404, "user_not_found", field);
        (await Admin.PatchAsync($"/api/users/{rep.Id}", new { isActive = false })).Is(200);
        (await Admin.PostAsync(path, Body([id], rep.Id))).IsProblem(409, "user_inactive", field);
        (await (await UserAsync()).PostAsync(path, Body([id], Admin.Id))).IsProblem(403, "right_missing");
    }

    [Test]
    public async Task Only_records_outside_the_scope_fail()
    {
        var lead = await UserWithAsync("""{"leads": {"read": "all", "assign": "own"}}""");
        var ownReader = await UserWithAsync("""{"leads": {"read": "own", "assign": "all"}}""");
        var (own, others) = (await LeadAsync(new { assignedToId = lead.Id }), await LeadAsync());
        var response = (await lead.PostAsync("/api/leads/assign", new { ids = new[] { own.Id, others.Id }, assignedToId = Admin.Id })).Is(
            200);
        Assert.That(Outcomes(response), Is.EqualTo("ASSIGNED outside_scope"));
        Assert.That(Outcomes(
            (await ownReader.PostAsync("/api/leads/assign", new { ids = new[] { own.Id }, assignedToId = Admin.Id })).Is(200)),
            Is.EqualTo("lead_not_found"));
    }

    [Test]
    public async Task Concurrent_assignments_of_the_same_leads_do_not_deadlock()
    {
        var (one, two) = (await UserAsync(), await UserAsync());
        var ids = new List<Guid>();
        for (var i = 0; i < 12; i++)
            ids.Add((await LeadAsync()).Id);
        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Admin.PostAsync(
            "/api/leads/assign", new { ids = i % 2 == 0 ? ids : Enumerable.Reverse(ids), assignedToId = i % 2 == 0 ? one.Id : two.Id })));
        foreach (var response in responses)
            Assert.That(response.Is(200)["failed"].GetInt32(), Is.Zero);
        Assert.That(await Db.ScalarAsync<long>("select count(distinct assigned_to_id) from leads"), Is.EqualTo(1));
    }
}
