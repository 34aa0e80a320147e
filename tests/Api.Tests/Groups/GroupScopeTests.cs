namespace Crm.Api.Tests.Groups;

/// <summary>The scope <c>group</c>: every kind of read returns the records of the caller and of members of the caller's groups, and no
/// others.</summary>
[Category("Slow")]
public sealed class GroupScopeTests : GroupTest
{
    private const string Rights = """
        {"companies": ["read"], "contacts": {"create": "all", "read": "group", "update": "group", "delete": "own", "restore": "group"},
         "deals": {"create": "all", "read": "group", "update": "group", "delete": "own"}, "reports": {"read": "group"},
             "auditLogs": ["read"], "groups": ["read"]}
        """;

    private ApiClient me = null!;
    private ApiClient colleague = null!;
    private ApiClient stranger = null!;
    private Guid group;
    private Guid company;

    [SetUp]
    public async Task Create_a_group()
    {
        (me, colleague, stranger) = (await UserWithAsync(Rights), await UserAsync(), await UserAsync());
        group = await GroupAsync("North", me, colleague);
        await GroupAsync("South", stranger);
        company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
    }

    private async Task<Guid> ContactAsync(ApiClient? owner, string lastName) =>
        (await Admin.PostAsync("/api/contacts", new { firstName = "Jo", lastName, ownerId = owner?.Id })).Is(201).Id;

    private async Task<Guid> DealAsync(ApiClient owner, string title) =>
        (await Admin.PostAsync("/api/deals", new { title, companyId = company, ownerId = owner.Id, value = 10 })).Is(201).Id;

    private static IEnumerable<string?> Names(ApiResponse list, string member) =>
        list.Is(200).Items.Select(i => i.GetProperty(member).GetString()).Order();

    [Test]
    public async Task Contacts_are_read_listed_counted_and_searched_within_the_group()
    {
        var (mine, colleagues) = (await ContactAsync(me, "Mine"), await ContactAsync(colleague, "Mates"));
        var (strangers, unowned) = (await ContactAsync(stranger, "Strangers"), await ContactAsync(null, "Nobodys"));

        foreach (var id in new[] { mine, colleagues })
        {
            (await me.GetAsync($"/api/contacts/{id}")).Is(200);
            (await me.PatchAsync($"/api/contacts/{id}", new { city = "Bonn" })).Is(200);
        }

        foreach (var id in new[] { strangers, unowned })
        {
            (await me.GetAsync($"/api/contacts/{id}")).IsProblem(404, "contact_not_found");
            (await me.PatchAsync($"/api/contacts/{id}", new { city = "Bonn" })).IsProblem(404, "contact_not_found");
            (await me.DeleteAsync($"/api/contacts/{id}")).IsProblem(404, "contact_not_found");
        }

        (await me.DeleteAsync($"/api/contacts/{colleagues}")).IsProblem(403, "outside_scope");
        Assert.That(Names(await me.GetAsync("/api/contacts"), "lastName"), Is.EqualTo(new[] { "Mates", "Mine" }));
        Assert.That((await me.GetAsync("/api/contacts?count=exact")).Is(200)["count"].GetInt32(), Is.EqualTo(2));
        Assert.That((await me.GetAsync("/api/contacts?q=strangers&count=exact")).Is(200)["count"].GetInt32(), Is.Zero);
        Assert.That(Names(await me.GetAsync("/api/contacts?q=mates"), "lastName"), Is.EqualTo(new[] { "Mates" }));
        Assert.That(Names(await me.GetAsync($"/api/contacts?ownerId={stranger.Id}"), "lastName"), Is.Empty);
        Assert.That(Names(await me.GetAsync("/api/contacts?ownerId=me"), "lastName"), Is.EqualTo(new[] { "Mine" }));
    }

    [Test]
    public async Task Deals_are_on_board_dashboard_and_report_within_the_group()
    {
        await DealAsync(me, "Mine");
        var colleagues = await DealAsync(colleague, "Mates");
        var strangers = await DealAsync(stranger, "Strangers");

        Assert.That(Names(await me.GetAsync("/api/deals?count=exact"), "title"), Is.EqualTo(new[] { "Mates", "Mine" }));
        Assert.That((await me.GetAsync("/api/deals/pipeline")).Is(200).Body,
            Does.Contain("\"Mine\"").And.Contain("\"Mates\"").And.Not.Contain("Strangers"));
        Assert.That(await CountAsync(me, ""), Is.EqualTo(2));
        Assert.That((await me.GetAsync("/api/reports/sales-performance?currency=USD")).Is(200)["rows"][0].GetProperty("openCount")
            .GetInt32(), Is.EqualTo(2));
        (await me.GetAsync($"/api/deals/{colleagues}/products")).Is(200);
        (await me.GetAsync($"/api/deals/{colleagues}/history")).Is(200);
        foreach (var path in new[] { "", "/products", "/history", "/transitions", "/audit" })
            (await me.GetAsync($"/api/deals/{strangers}{path}")).IsProblem(404, "deal_not_found");
        (await me.PostAsync($"/api/deals/{strangers}/products", new { productName = "P" })).IsProblem(404, "deal_not_found");
    }

    [Test]
    public async Task Audit_rows_are_readable_if_their_record_is()
    {
        var (colleagues, strangers) = (await ContactAsync(colleague, "Mates"), await ContactAsync(stranger, "Strangers"));

        Assert.That((await me.GetAsync($"/api/audit-logs?entityId={colleagues}")).Is(200).Items, Is.Not.Empty);
        Assert.That((await me.GetAsync($"/api/audit-logs?entityId={strangers}&count=exact")).Is(200)["count"].GetInt32(), Is.Zero);
        (await me.GetAsync($"/api/contacts/{colleagues}/audit")).Is(200);
        (await me.GetAsync($"/api/contacts/{strangers}/audit")).IsProblem(404, "contact_not_found");
    }

    [Test]
    public async Task Two_groups_cover_the_members_of_both()
    {
        await GroupAsync("East", me, stranger);
        foreach (var owner in new[] { me, colleague, stranger })
            await ContactAsync(owner, "X");

        Assert.That((await me.GetAsync("/api/contacts?count=exact")).Is(200)["count"].GetInt32(), Is.EqualTo(3));
        // Sharing is not transitive: the new member does not read records of the stranger, who is only in the other group.
        var newMember = await UserWithAsync(Rights);
        (await JoinAsync(group, newMember)).Is(201);
        Assert.That((await newMember.GetAsync("/api/contacts?count=exact")).Is(200)["count"].GetInt32(), Is.EqualTo(2));
    }

    [TestCase("leave")]
    [TestCase("deactivate")]
    [TestCase("delete")]
    public async Task A_change_applies_from_the_next_request_and_within_a_second_on_another_instance(string change)
    {
        var colleagues = await ContactAsync(colleague, "Mates");
        await using var other = await TestHost.StartAsync(
            new TestDatabase(Db.Name, Db.OwnerConnectionString, Db.OwnerConnectionString, Db.ServiceConnectionString));
        var otherInstance = new ApiClient(other, me.Id);
        await WaitUntilAsync(async () => (await otherInstance.GetAsync($"/api/contacts/{colleagues}")).Status == 200);

        var path = $"/api/groups/{group}";
        var response = change switch
        {
            "leave" => await LeaveAsync(group, colleague),
            "deactivate" => await Admin.PatchAsync(path, new { isActive = false }),
            _ => await Admin.DeleteAsync(path),
        };
        Assert.That(response.Status, Is.AnyOf(200, 204));

        (await me.GetAsync($"/api/contacts/{colleagues}")).IsProblem(404, "contact_not_found");
        Assert.That((await me.GetAsync("/api/contacts?count=exact")).Is(200)["count"].GetInt32(), Is.Zero);
        await WaitUntilAsync(async () => (await otherInstance.GetAsync($"/api/contacts/{colleagues}")).Status == 404);
        var undone = change switch
        {
            "leave" => await JoinAsync(group, colleague),
            "deactivate" => await Admin.PatchAsync(path, new { isActive = true }),
            _ => await Admin.PostAsync(path + "/restore"),
        };
        Assert.That(undone.Status, Is.AnyOf(200, 201));
        (await me.GetAsync($"/api/contacts/{colleagues}")).Is(200);
        await WaitUntilAsync(async () => (await otherInstance.GetAsync($"/api/contacts/{colleagues}")).Status == 200);
    }

    [Test]
    public async Task A_report_of_a_group_counts_only_the_deals_of_its_members()
    {
        await DealAsync(me, "Mine");
        await DealAsync(colleague, "Mates");
        await DealAsync(stranger, "Strangers");
        var south = (await Admin.GetAsync("/api/groups?name=South")).Is(200).Items[0].GetProperty("id").GetGuid();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountAsync(Admin, ""), Is.EqualTo(3));
            Assert.That(await CountAsync(Admin, $"?groupId={group}"), Is.EqualTo(2));
            Assert.That(await CountAsync(Admin, $"?groupId={south}"), Is.EqualTo(1));
        }

        Assert.That(await CountAsync(Admin, $"?groupId={group}&ownerId={stranger.Id}"), Is.Zero);
        Assert.That(await CountAsync(me, $"?groupId={south}"), Is.Zero, "The scope still applies.");
        Assert.That(await CountAsync(Admin, $"?groupId={Guid.NewGuid()}"), Is.Zero);
        var reportReader = await UserWithAsync("""{"reports": ["read"], "deals": ["read"]}""");
        using (Assert.EnterMultipleScope())
        {
            // A group that may not be seen has no rows.
            Assert.That(await CountAsync(reportReader, ""), Is.EqualTo(3));
            Assert.That(await CountAsync(reportReader, $"?groupId={group}"), Is.Zero);
        }

        var report = (await Admin.GetAsync($"/api/reports/sales-performance?currency=USD&groupId={group}")).Is(200);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report["rows"][0].GetProperty("openCount").GetInt32(), Is.EqualTo(2));
            Assert.That(report["filters"].GetProperty("groupId").GetGuid(), Is.EqualTo(group));
        }

        (await Admin.GetAsync("/api/dashboard/pipeline?groupId=north")).IsProblem(400, "invalid_parameter", "groupId");
    }

    /// <summary>The number of deals in the dashboard.</summary>
    private static async Task<int> CountAsync(ApiClient client, string query) =>
        (await client.GetAsync($"/api/dashboard/pipeline{query}")).Is(200)["rows"].EnumerateArray()
            .Sum(r => r.GetProperty("count").GetInt32());

    /// <summary>Waits up to the second within which other instances apply a change.</summary>
    private static async Task WaitUntilAsync(Func<Task<bool>> holds)
    {
        using var second = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        while (!await holds())
        {
            Assert.That(second.IsCancellationRequested, Is.False, "The other instance did not apply the change.");
            await Task.Yield();
        }
    }
}
