using Crm.Api.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Access;

/// <summary>
/// Every route × every role × own records, records of the group, records of other users. The routes come from the route table, so a new
/// route is tested without further code. Writes send a version that no record has: where they are allowed, they fail with 412 and change
/// nothing.
/// </summary>
public sealed class AccessMatrixTests : ApiTest
{
    private const string UnusedVersion = "\"999999999\"";
    private readonly Dictionary<(Guid Parent, string Child), Guid> children = [];
    private readonly List<SampleRecord> records = [];
    private readonly List<string> failures = [];
    private int requestCount;
    private AccessOracle oracle = null!;
    private ApiClient me = null!;
    private RequestExamples bodies = null!;

    private const int RandomRoles = 8;

    private static IEnumerable<string> RoleNames =>
        AccessOracle.Roles.Keys.Concat(Enumerable.Range(1, RandomRoles).Select(seed => $"odd: random {seed}"));

    private RouteEndpoint[] Routes =>
        [.. Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null).Distinct()];

    [TestCaseSource(nameof(RoleNames))]
    [Category("Slow")]
    public async Task Each_route_responds_according_to_the_permissions(string role)
    {
        await FillAsync(role);
        bodies = await RequestExamples.ReadAsync(Anonymous);
        foreach (var route in Routes)
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m != "HEAD"))
                await CheckRouteAsync(method, path);
        }

        await CheckListsAsync();
        await CheckFiguresAsync();
        await CheckTrashAsync();
        TestContext.Out.WriteLine($"{role}: {requestCount} requests to {Routes.Length} routes");
        Assert.That(failures.Count, Is.Zero, string.Join("\n", failures));
    }

    private async Task CheckRouteAsync(string method, string path)
    {
        var collection = path.Split('/')[2];
        if (collection is "auth" or "api-keys" or "search")
            return;
        var (resource, action) = RequiredPermission(method, path);
        if (!path.Contains("{id}", StringComparison.Ordinal))
        {
            // Without a record, only the permission decides. The rows of lists are checked below.
            var response = await SendAsync(method, path, new { });
            var counts = resource == "reports" ? AccessOracle.CountedBy(path) : [];
            var allowed = oracle.May(resource, action) && counts.All(counted => oracle.May(counted, "read"));
            Expect(allowed ? null : 403, response, $"{method} {path}");
            ShowsOnlyVisible(response, $"{method} {path}");
            return;
        }

        var candidates = records.Where(t => t.Collection == collection).ToList();
        if (candidates.Count == 0)
            failures.Add($"{method} {path}: the matrix has no record of {collection}");
        foreach (var record in candidates)
        {
            var response = await SendAsync(method, Fill(path, record), bodies.Of(method, path));
            var expected = ExpectedOf(method, path, resource, action, record);
            Expect(expected, response, $"{method} {path} of {record.Ownership} {record.Marker}");
            ShowsOnlyVisible(response, $"{method} {path} of {record.Ownership} {record.Marker}");
        }
    }

    /// <summary>Names of records that the caller cannot read are shown nowhere, also not beside their ids.</summary>
    private void ShowsOnlyVisible(ApiResponse response, string request)
    {
        foreach (var hidden in records.Where(r => !oracle.Sees(r)))
        {
            if (response.Body.Contains(hidden.Marker, StringComparison.OrdinalIgnoreCase))
                failures.Add($"{request}: the response contains {hidden.Marker}");
        }
    }

    /// <summary>The expected error status; null if the request is allowed.</summary>
    private int? ExpectedOf(string method, string path, string resource, string action, SampleRecord record)
    {
        var own = AccessOracle.ResourceOf(record.Collection);
        if (path.EndsWith("/password", StringComparison.Ordinal))
            return record.Ownership == Ownership.Mine ? null : !oracle.May("users", "update") ? 403 : !oracle.Sees(record) ? 404
                : oracle.Reaches("users", "update", record) ? null : 403;
        if (!oracle.May(resource, action))
            return 403;
        // Choosing leads requires the permission to read leads.
        if (method != "GET" && path.StartsWith("/api/lead-lists/{id}/members", StringComparison.Ordinal) && !oracle.May("leads", "read"))
            return 403;
        if (!oracle.Sees(record))
            return 404;
        return method == "GET" || oracle.Reaches(own, action, record) ? null : 403;
    }

    /// <summary>The permission that a route requires, derived from its method and path.</summary>
    private static (string Resource, string Action) RequiredPermission(string method, string path)
    {
        var parts = path.Split('/');
        var resource = AccessOracle.ResourceOf(parts[2]);
        var child = path.Contains("{id}/", StringComparison.Ordinal);
        return parts[^1] switch
        {
            "audit" => ("auditLogs", "read"),
            "system-performance" => ("settings", "read"),
            "restore" when parts.Length == 5 => (resource, "restore"),
            "trash" => (resource, "restore"),
            "convert" => (resource, "convert"),
            "assign" => (resource, "assign"),
            "reassign" => ("users", "update"),
            "batch" => (resource, "update"),
            _ when child => (resource, method == "GET" ? "read" : "update"),
            _ => (resource, method switch { "GET" => "read", "POST" => "create", "DELETE" => "delete", _ => "update" }),
        };
    }

    private string Fill(string path, SampleRecord record)
    {
        var parts = path.Replace("{id}", record.Id.ToString(), StringComparison.Ordinal).Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
                parts[i] = children[(record.Id, parts[i - 1])].ToString();
        }

        return string.Join('/', parts);
    }

    private Task<ApiResponse> SendAsync(string method, string path, object? body)
    {
        requestCount++;
        return method switch
        {
            "GET" => me.GetAsync(path),
            "DELETE" => me.DeleteAsync(path, UnusedVersion),
            "PUT" => me.PutAsync(path, body, UnusedVersion),
            "PATCH" => me.PatchAsync(path, body, ifMatch: UnusedVersion),
            _ => me.PostAsync(path, body, ifMatch: UnusedVersion),
        };
    }

    private void Expect(int? expectedStatus, ApiResponse response, string request)
    {
        var matches = expectedStatus is { } status ? response.Status == status : response.Status is not (401 or 403 or 404 or >= 500);
        if (!matches)
            failures.Add($"{request}: {(expectedStatus is null ? "success" : $"{expectedStatus}")} expected, but was {response.Status} " +
                $"({response.Body})");
    }

    /// <summary>Lists return exactly the readable records: in their rows, in their count and in a search by name.</summary>
    private async Task CheckListsAsync()
    {
        foreach (var group in records.GroupBy(t => t.Collection))
        {
            var resource = AccessOracle.ResourceOf(group.Key);
            if (!oracle.May(resource, "read"))
                continue;
            var list = (await me.GetAsync($"/api/{group.Key}?limit=200&count=exact")).Is(200);
            ShowsOnlyVisible(list, $"GET /api/{group.Key}?limit=200");
            var shown = list.Items.Select(i => i.GetProperty("id").GetGuid()).ToHashSet();
            Compare($"GET /api/{group.Key}", group.Where(oracle.Sees), group.Where(t => shown.Contains(t.Id)));
            if (list["count"].GetInt64() != shown.Count)
                failures.Add($"GET /api/{group.Key}: count {list["count"]} of {shown.Count} rows");
            foreach (var record in group.Where(_ => group.Key != "roles"))
            {
                var found = (await me.GetAsync($"/api/{group.Key}?q={record.Marker}&count=exact")).Is(200);
                if (found["count"].GetInt64() != (oracle.Sees(record) ? 1 : 0) || found.Items.Count != found["count"].GetInt64())
                    failures.Add($"GET /api/{group.Key}?q={record.Marker}: {found.Items.Count} rows, {found["count"]} counted");
            }
        }

        // Contacts and deals are found by the name of their company only if the company is visible.
        foreach (var company in records.Where(t => t.Collection == "companies"))
        {
            foreach (var collection in new[] { "contacts", "deals" }.Where(c => oracle.May(c, "read")))
            {
                var found = (await me.GetAsync($"/api/{collection}?q={company.Marker}&count=exact")).Is(200);
                var rows = records.Where(r => r.CompanyId == company.Id && r.Collection == collection && oracle.Sees(r));
                var expected = oracle.Sees(company) ? rows.Count() : 0;
                if (found.Items.Count != expected || found["count"].GetInt64() != expected)
                    failures.Add($"GET /api/{collection}?q={company.Marker}: {found.Items.Count} rows instead of {expected}");
            }
        }

        foreach (var record in records.Where(t => t.Collection is "companies" or "contacts" or "leads" or "deals"))
        {
            var response = (await me.GetAsync($"/api/search?q={record.Marker}")).Is(200);
            ShowsOnlyVisible(response, $"GET /api/search?q={record.Marker}");
            var found = response[record.Collection].GetProperty("items").EnumerateArray()
                .Any(i => i.GetProperty("id").GetGuid() == record.Id);
            if (found != oracle.Sees(record))
                failures.Add($"GET /api/search?q={record.Marker}: {(found ? "found" : "not found")}");
        }

        if (oracle.May("auditLogs", "read"))
        {
            var seen = new HashSet<Guid>();
            for (var cursor = ""; ;)
            {
                var page = (await me.GetAsync($"/api/audit-logs?limit=200{cursor}")).Is(200);
                seen.UnionWith(page.Items.Where(i => i.GetProperty("entityId").ValueKind != JsonValueKind.Null)
                    .Select(i => i.GetProperty("entityId").GetGuid()));
                if (page.NextCursor is null)
                    break;
                cursor = $"&cursor={page.NextCursor}";
            }

            // The administrator, another user, created all records.
            var reached = oracle.Reaches("auditLogs", "read", new SampleRecord("audit-logs", Guid.Empty, Ownership.Others, ""));
            Compare("GET /api/audit-logs", records.Where(t => t.Collection != "users" && reached && oracle.Sees(t)),
                records.Where(t => t.Collection != "users" && seen.Contains(t.Id)));
        }
    }

    /// <summary>Boards, dashboards, reports and duplicates count the records within their scope.</summary>
    private async Task CheckFiguresAsync()
    {
        var deals = records.Where(t => t.Collection == "deals").ToList();
        if (oracle.May("deals", "read"))
        {
            var board = (await me.GetAsync("/api/deals/pipeline?limit=200")).Is(200);
            var shown = board["columns"].EnumerateArray().SelectMany(c => c.GetProperty("deals").EnumerateArray())
                .Select(d => d.GetProperty("id").GetGuid()).ToHashSet();
            Compare("GET /api/deals/pipeline", deals.Where(oracle.Sees), deals.Where(d => shown.Contains(d.Id)));
            var counted = board["columns"].EnumerateArray().Sum(c => c.GetProperty("count").GetInt64());
            if (counted != deals.Count(oracle.Sees))
                failures.Add($"GET /api/deals/pipeline counts {counted}");
        }

        if (oracle.May("reports", "read"))
        {
            await CheckActivityFiguresAsync();
        }

        if (oracle.May("reports", "read") && oracle.May("deals", "read"))
        {
            var expected = deals.Count(d => oracle.Sees(d) && oracle.Reaches("reports", "read", d));
            var counted = (await me.GetAsync("/api/dashboard/pipeline")).Is(200)["rows"].EnumerateArray()
                .Sum(r => r.GetProperty("count").GetInt64());
            var open = (await me.GetAsync("/api/reports/sales-performance?currency=USD")).Is(200)["rows"].EnumerateArray()
                .Sum(r => r.GetProperty("openCount").GetInt64());
            var closing = (await me.GetAsync("/api/reports/stage-waterfall")).Is(200)["rows"].EnumerateArray()
                .Sum(r => r.GetProperty("closingCount").GetInt64());
            if (counted != expected || open != expected || closing != expected)
                failures.Add($"{expected} deals are in the scope of reports; the dashboard counts {counted}, the reports {open} and " +
                    $"{closing}");
        }

        if (oracle.May("contacts", "read"))
        {
            // All contacts of the matrix have the same phone number.
            var visible = records.Where(t => t.Collection == "contacts" && oracle.Sees(t)).ToList();
            var body = (await me.GetAsync("/api/contacts/duplicates?limit=200")).Is(200).Body;
            Compare("GET /api/contacts/duplicates", visible.Count > 1 ? visible
                : [], records.Where(t => t.Collection == "contacts" && body.Contains(t.Id.ToString(), StringComparison.Ordinal)));
        }
    }

    /// <summary>Figures over leads and activities count what their lists show.</summary>
    private async Task CheckActivityFiguresAsync()
    {
        if (oracle.May("leads", "read"))
        {
            var total = (await me.GetAsync("/api/dashboard/lead-conversion")).Is(200)["rows"].EnumerateArray()
                .Sum(r => r.GetProperty("count").GetInt64());
            if (total != Counted("leads"))
                failures.Add($"GET /api/dashboard/lead-conversion counts {total} of {Counted("leads")} leads");
        }

        if (!AccessOracle.CountedBy("user-performance").All(counted => oracle.May(counted, "read")))
            return;
        // Two rows of a user repeat the figures without currency.
        var users = (await me.GetAsync("/api/dashboard/user-performance?currency=USD")).Is(200)["rows"].EnumerateArray().ToList();
        var (leads, tasks) = (users.Sum(r => r.GetProperty("leads").GetInt64()), users.Sum(r => r.GetProperty("openTasks").GetInt64()));
        if (leads != Counted("leads") || tasks != Counted("tasks"))
            failures.Add($"GET /api/dashboard/user-performance counts {leads} leads and {tasks} tasks instead of {Counted("leads")} and " +
                $"{Counted("tasks")}");
        var unlisted = users.Where(u => records.Any(r => r.Id == u.GetProperty("userId").GetGuid() && !oracle.Sees(r)) &&
            u.GetProperty("userName").ValueKind != JsonValueKind.Null).ToList();
        failures.AddRange(unlisted.Select(u => $"GET /api/dashboard/user-performance names {u}"));

        int Counted(string collection) =>
            records.Count(r => r.Collection == collection && oracle.Sees(r) && oracle.Reaches("reports", "read", r));
    }

    /// <summary>The trash lists deleted records to users who may read and restore them. No other endpoint returns them.</summary>
    private async Task CheckTrashAsync()
    {
        // Records that others refer to are deleted last.
        string[] order = ["tasks", "communications", "notes", "lead-lists", "leads", "deals", "contacts", "companies"];
        var deleted = records.AsEnumerable().Reverse().Where(t => order.Contains(t.Collection))
            .OrderBy(t => Array.IndexOf(order, t.Collection)).ToList();
        var seen = deleted.ToDictionary(t => t.Id, oracle.Sees);
        foreach (var record in deleted)
            (await Admin.DeleteAsync($"/api/{record.Collection}/{record.Id}")).Is(204);
        foreach (var group in deleted.GroupBy(t => t.Collection))
        {
            var resource = AccessOracle.ResourceOf(group.Key);
            if (oracle.May(resource, "restore"))
            {
                var body = (await me.GetAsync($"/api/{group.Key}/trash?limit=200")).Is(200).Body;
                Compare(
                    $"GET /api/{group.Key}/trash",
                    group.Where(t => seen[t.Id] && oracle.Reaches(resource, "restore", t)),
                    group.Where(t => body.Contains(t.Id.ToString(), StringComparison.Ordinal)));
            }

            foreach (var record in group.Where(_ => oracle.May(resource, "read")))
                Expect(404, await me.GetAsync($"/api/{group.Key}/{record.Id}"), $"GET {record.Marker} in the trash");
        }
    }

    private void Compare(string request, IEnumerable<SampleRecord> expected, IEnumerable<SampleRecord> shown)
    {
        var (e, s) = (expected.Select(t => t.Marker).Order().ToList(), shown.Select(t => t.Marker).Order().ToList());
        if (!e.SequenceEqual(s))
            failures.Add($"{request}: shows [{string.Join(", ", s)}] instead of [{string.Join(", ", e)}]");
    }

    /// <summary>Creates all records three times: owned by the caller, by a member of the caller's group and by another user.</summary>
    private async Task FillAsync(string role)
    {
        children.Clear();
        records.Clear();
        failures.Clear();
        requestCount = 0;
        var random = role.StartsWith("odd: random ", StringComparison.Ordinal);
        oracle = new AccessOracle(random ? AccessOracle.Random(role[^1] - '0') : AccessOracle.Roles[role]);
        me = role.StartsWith("odd", StringComparison.Ordinal) ? await UserWithAsync(oracle.Permissions)
            : await UserAsync(role, lastName: "Quxmine");
        var colleague = await UserWithAsync("{}");
        var stranger = await UserWithAsync("{}");
        foreach (var (client, name) in new[] { (me, "Quxmine"), (colleague, "Quxcolleague"), (stranger, "Quxstranger") })
        {
            var names = new { firstName = "Jo", lastName = name, email = $"{name}@example.com" };
            (await Admin.PatchAsync($"/api/users/{client.Id}", names)).Is(200);
        }

        records.Add(new SampleRecord("users", me.Id, Ownership.Mine, "Quxmine"));
        records.Add(new SampleRecord("users", colleague.Id, Ownership.MyGroups, "Quxcolleague"));
        records.Add(new SampleRecord("users", stranger.Id, Ownership.Others, "Quxstranger"));
        var team = (await Admin.PostAsync("/api/groups", new { name = "Quxteam", type = "SALES_TEAM" })).Is(201).Id;
        foreach (var member in new[] { me.Id, colleague.Id })
            (await Admin.PostAsync($"/api/groups/{team}/members", new { userId = member })).Is(201);
        children[(team, "members")] = colleague.Id;
        records.Add(new SampleRecord("groups", team, Ownership.Others, "Quxteam") { HasNoOwner = true });
        records.Add(new SampleRecord(
            "roles", (await Admin.PostAsync("/api/roles", new { name = "Quxrole", permissions = new { } })).Is(201).Id, Ownership.Others,
            "Quxrole")
        { HasNoOwner = true });

        var owners = new[] { (Ownership.Mine, me.Id), (Ownership.MyGroups, colleague.Id), (Ownership.Others, stranger.Id) };
        foreach (var (ownership, owner) in owners)
        {
            var company = await AddAsync("companies", ownership, m => new { name = m, ownerId = owner });
            await ChildAsync(company, "research", new { title = "T", content = "C" });
            var contact = await AddAsync(
                "contacts", ownership, m => new { firstName = "Jo", lastName = m, ownerId = owner, phone = "+1 555 0100" });
            await ChildAsync(contact, "social-profiles", new { profileUrl = $"https://www.linkedin.com/in/{contact.Marker}" });
            var deal = await AddAsync(
                "deals", ownership, m => new { title = m, companyId = company.Id, value = 10, currency = "USD", ownerId = owner });
            await ChildAsync(deal, "products", new { productName = "P", quantity = 1, unitPrice = 10 });
            var lead = await AddAsync("leads", ownership, m => new { firstName = "Al", lastName = m, assignedToId = owner });
            await ChildAsync(lead, "activities", new { type = "PAGE_VIEW" });
            await AddAsync("tasks", ownership, m => new { title = m, assigneeId = owner });
            await AddAsync("communications", ownership, m => new { type = "PHONE_CALL", subject = m }, owner);
            await AddAsync("notes", ownership, m => new { title = m, content = "C" }, owner);
            await AddAsync("notes", ownership, m => new { title = m, content = "C", isPrivate = true }, owner, "private");
        }

        var list = (await Admin.PostAsync("/api/lead-lists", new { name = "Quxlist" })).Is(201).Id;
        records.Add(new SampleRecord("lead-lists", list, Ownership.Others, "Quxlist") { HasNoOwner = true });
        var member1 = records.First(t => t.Collection == "leads").Id;
        (await Admin.PostAsync($"/api/lead-lists/{list}/members", new { leadIds = new[] { member1 } })).Is(200);
        children[(list, "members")] = member1;

        // Own records refer to records of others, whose names are not shown.
        var (foreignCompany, foreignPerson) = (records.Single(t => t is { Collection: "companies", Ownership: Ownership.Others }),
            records.Single(t => t is { Collection: "contacts", Ownership: Ownership.Others }));
        var child = await AddAsync(
            "companies", Ownership.Mine, m => new { name = m, ownerId = me.Id, parentCompanyId = foreignCompany.Id }, null, "linked");
        await ChildAsync(child, "research", new { title = "T", content = "C" });
        var person = await AddAsync(
            "contacts", Ownership.Mine,
            m => new { firstName = "Jo", lastName = m, ownerId = me.Id, companyId = foreignCompany.Id, phone = "+1 555 0100" }, null,
            "linked");
        await ChildAsync(person, "social-profiles", new { profileUrl = $"https://www.linkedin.com/in/{person.Marker}" });
        var linked = await AddAsync(
            "deals", Ownership.Mine,
            m => new
            {
                title = m,
                companyId = foreignCompany.Id,
                primaryContactId = foreignPerson.Id,
                value = 10,
                currency = "USD",
                ownerId = me.Id,
            },
            null, "linked");
        await ChildAsync(linked, "products", new { productName = "P", quantity = 1, unitPrice = 10 });

        // An own activity is readable only if at least one of its subjects is readable.
        var (foreignDeal, ownDeal) =
            (records.Single(t => t is { Collection: "deals", Ownership: Ownership.Others }),
                records.First(t => t is { Collection: "deals", Ownership: Ownership.Mine }));
        var foreignContact = records.Single(t => t is { Collection: "contacts", Ownership: Ownership.Others });
        await AddAsync("tasks", Ownership.Mine, m => new { title = m, assigneeId = me.Id, dealId = foreignDeal.Id }, null, "foreigndeal",
            [foreignDeal]);
        await AddAsync("tasks", Ownership.Mine,
            m => new { title = m, assigneeId = me.Id, dealId = foreignDeal.Id, contactId = foreignContact.Id }, null, "foreignboth",
            [foreignDeal, foreignContact]);
        await AddAsync("notes", Ownership.MyGroups, m => new { title = m, content = "C", dealId = ownDeal.Id }, colleague.Id, "owndeal",
            [ownDeal]);
        await AddAsync("communications", Ownership.Mine, m => new { type = "MEETING", subject = m, dealId = foreignDeal.Id }, me.Id,
            "foreigndeal", [foreignDeal]);
    }

    private async Task<SampleRecord> AddAsync(
        string collection, Ownership ownership, Func<string, object> body, Guid? creator = null, string kind = "plain",
        IReadOnlyList<SampleRecord>? about = null)
    {
        var marker = $"Qux{collection.TrimEnd('s')}{kind}{ownership}".ToLowerInvariant();
        var values = body(marker);
        var id = (await Admin.PostAsync($"/api/{collection}", values)).Is(201).Id;
        if (creator is not null)
            await Db.ExecuteAsync($"update {collection} set creator_id = @creator where id = @id", new { creator, id });
        var record = new SampleRecord(collection, id, ownership, marker)
        {
            IsPrivate = kind == "private",
            About = about ?? [],
            CompanyId = values.GetType().GetProperty("companyId")?.GetValue(values) as Guid?,
        };
        records.Add(record);
        return record;
    }

    private async Task ChildAsync(SampleRecord parent, string child, object body) =>
        children[(parent.Id, child)] = (await Admin.PostAsync($"/api/{parent.Collection}/{parent.Id}/{child}", body)).Is(201).Id;
}
