namespace Crm.Api.Tests.LeadLists;

public sealed class LeadListMembersTests : LeadListTest
{
    [Test]
    public async Task Leads_are_added_by_id_and_counted()
    {
        var list = (await ListAsync()).Id;
        var (a, b, trashed) = (await LeadAsync("A"), await LeadAsync("B"), await LeadAsync("T"));
        (await Admin.DeleteAsync($"/api/leads/{trashed}")).Is(204);

        Assert.That(Added(await AddAsync(list, new { leadIds = new[] { a, a, Guid.NewGuid(), trashed } })),
            Is.EqualTo(new AddedCounts(1, 0, 2)));
        Assert.That(await VersionAsync(list), Is.EqualTo(2));
        Assert.That(Added(await AddAsync(list, new { leadIds = new[] { a, b } })), Is.EqualTo(new AddedCounts(1, 1, 0)));
        Assert.That(Added(await AddAsync(list, new { leadIds = new[] { a, b } })), Is.EqualTo(new AddedCounts(0, 2, 0)));
        Assert.That(await VersionAsync(list), Is.EqualTo(3), "A call that adds none changes nothing.");
        Assert.That(await MembersAsync(list), Is.EqualTo("B A"));
    }

    [Test]
    public async Task Leads_are_added_and_removed_by_a_list_filter()
    {
        var list = (await ListAsync()).Id;
        await LeadAsync("A", "WEBINAR");
        await LeadAsync("B", "WEBINAR", status: "DEAD");
        await LeadAsync("C", "EVENT");
        Assert.That(Added(await AddAsync(list, new { filter = "status=NEW&source=WEBINAR" })), Is.EqualTo(new AddedCounts(1, 0, 0)));
        Assert.That(Added(await AddAsync(list, new { filter = "?source[in]=WEBINAR%2CEVENT&q=ac%6De" })),
            Is.EqualTo(new AddedCounts(2, 1, 0)));
        Assert.That(await MembersAsync(list), Has.Length.EqualTo(5));
        Assert.That(Removed(await RemoveAsync(list, new { filter = "status=NEW" })), Is.EqualTo(new RemovedCounts(2, 0)));
        Assert.That(await MembersAsync(list), Is.EqualTo("B"));
        Assert.That(Removed(await RemoveAsync(list, new { filter = "q=doe" })), Is.EqualTo(new RemovedCounts(1, 2)));
    }

    [Test]
    public async Task The_request_has_ids_or_a_valid_filter()
    {
        var list = (await ListAsync()).Id;
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { }, "validation_failed", "leadIds"),
            (new { leadIds = new[] { Guid.NewGuid() }, filter = "status=NEW" }, "validation_failed", "leadIds"),
            (new { leadIds = Array.Empty<Guid>() }, "validation_failed", "leadIds"),
            (new { leadIds = Enumerable.Range(0, 1001).Select(_ => Guid.NewGuid()) }, "validation_failed", "leadIds"),
            (new { leadIds = new[] { "x" } }, "invalid_member", "leadIds[0]"),
            (new { filter = "" }, "invalid_parameter", "filter"),
            (new { filter = "q=" }, "invalid_parameter", "filter"),
            (new { filter = "q=+%20&" }, "invalid_parameter", "filter"),
            (new { filter = "stauts=NEW" }, "unknown_parameter", "filter"),
            (new { filter = "status=new" }, "invalid_parameter", "filter"),
            (new { filter = "status[gt]=NEW" }, "unknown_operator", "filter"),
            (new { filter = "status=NEW&limit=5" }, "invalid_parameter", "filter"),
            (new { filter = "sort=name" }, "invalid_parameter", "filter"),
            (new { filter = "status=NEW&status=%00" }, "invalid_parameter", "filter"),
            (new { filter = "q=" + new string('x', 2047) }, "validation_failed", "filter"),
        })
        {
            (await AddAsync(list, body)).IsProblem(400, code, field);
            (await RemoveAsync(list, body)).IsProblem(400, code, field);
        }

        Assert.That(await VersionAsync(list), Is.EqualTo(1));
        Assert.That((await AddAsync(list, new { filter = "stauts=NEW" })).Detail, Does.Contain("did you mean 'status'"));
    }

    [Test]
    public async Task Leads_are_removed_singly_and_by_ids()
    {
        var list = (await ListAsync()).Id;
        var (a, b, c) = (await LeadAsync("A"), await LeadAsync("B"), await LeadAsync("C"));
        Added(await AddAsync(list, new { leadIds = new[] { a, b, c } }));
        (await Admin.DeleteAsync($"/api/lead-lists/{list}/members/{a}")).Is(204);
        (await Admin.DeleteAsync($"/api/lead-lists/{list}/members/{a}")).IsProblem(404, "lead_list_member_not_found");
        (await Admin.DeleteAsync($"/api/lead-lists/{Guid.NewGuid()}/members/{b}")).IsProblem(404, "lead_list_not_found");
        Assert.That(await VersionAsync(list), Is.EqualTo(3));
        Assert.That(Removed(await RemoveAsync(list, new { leadIds = new[] { a, b, b } })), Is.EqualTo(new RemovedCounts(1, 1)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await VersionAsync(list), Is.EqualTo(4));
            Assert.That(await MembersAsync(list), Is.EqualTo("C"));
        }

        (await Admin.DeleteAsync($"/api/lead-lists/{list}/members/{c}", "\"3\"")).IsProblem(412, "version_mismatch");
    }

    [Test]
    public async Task Only_readable_leads_are_listed_counted_added_and_removed()
    {
        var list = (await ListAsync()).Id;
        var narrow = await UserWithAsync("""{"leadLists": ["read", "update"], "leads": {"read": "own"}}""");
        var (own, others, trashed) =
            (await LeadAsync("O", assignedToId: narrow.Id), await LeadAsync("X"), await LeadAsync("T", assignedToId: narrow.Id));
        Assert.That(Added(await AddAsync(list, new { leadIds = new[] { own, others } }, narrow)), Is.EqualTo(new AddedCounts(1, 0, 1)));
        Assert.That(Added(await AddAsync(list, new { filter = "status=NEW" })), Is.EqualTo(new AddedCounts(2, 1, 0)));
        (await Admin.DeleteAsync($"/api/leads/{trashed}")).Is(204);

        var seen = (await narrow.GetAsync($"/api/lead-lists/{list}/members?count=exact")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Items.Single().GetProperty("leadId").GetGuid(), Is.EqualTo(own));
            Assert.That(seen["count"].GetInt32(), Is.EqualTo(1));
        }

        Assert.That((await Admin.GetAsync($"/api/lead-lists/{list}/members?count=exact")).Is(200)["count"].GetInt32(), Is.EqualTo(2));
        (await narrow.DeleteAsync($"/api/lead-lists/{list}/members/{others}")).IsProblem(404, "lead_list_member_not_found");
        Assert.That(Removed(await RemoveAsync(list, new { leadIds = new[] { own, others, trashed } }, narrow)),
            Is.EqualTo(new RemovedCounts(1, 2)));
        Assert.That(await MembersAsync(list), Is.EqualTo("X"));
        (await Admin.PostAsync($"/api/leads/{trashed}/restore")).Is(200);
        Assert.That((await MembersAsync(list)).Split(' '), Is.EquivalentTo(new[] { "X", "T" }));
        Assert.That((await (await UserWithAsync("""{"leadLists": ["read"]}""")).GetAsync($"/api/lead-lists/{list}/members")).Is(200).Items,
            Is.Empty);
    }

    [Test]
    public async Task A_row_has_the_names_of_the_lead()
    {
        var rep = await UserAsync(firstName: "Ada", lastName: "Byron");
        var list = (await ListAsync()).Id;
        var lead = await LeadAsync("A", assignedToId: rep.Id);
        Added(await AddAsync(list, new { leadIds = new[] { lead } }));
        var row = (await Admin.GetAsync($"/api/lead-lists/{list}/members?addedById=me&leadId={lead}")).Is(200).Items.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.GetProperty("company").GetString(), Is.EqualTo("Acme"));
            Assert.That(row.GetProperty("status").GetString(), Is.EqualTo("NEW"));
            Assert.That(row.GetProperty("assignedToName").GetString(), Is.EqualTo("Ada Byron"));
            Assert.That(row.GetProperty("addedById").GetGuid(), Is.EqualTo(Admin.Id));
        }
    }

    [Test]
    public async Task Concurrent_requests_add_the_same_leads_once()
    {
        var list = (await ListAsync()).Id;
        var leads = new List<Guid>();
        for (var i = 0; i < 10; i++)
            leads.Add(await LeadAsync());
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => AddAsync(list, new { leadIds = i % 2 == 0 ? leads : Enumerable.Reverse(leads) })));
        Assert.That(responses.Sum(a => Added(a).Added), Is.EqualTo(10));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await VersionAsync(list), Is.EqualTo(2));
            Assert.That(await Db.ScalarAsync<long>("select count(*) from lead_list_members"), Is.EqualTo(10));
        }
    }
}
