using Crm.Api.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Access;

/// <summary>
/// Every route × every role × mine, my group's, a stranger's. The routes are those of the route table, so that a new one is in
/// the matrix by itself, or fails it. A write carries a version that nobody has: where it is allowed it ends with 412 and changes nothing.
/// </summary>
public sealed class AccessMatrixTests : ApiTest
{
    private const string NobodysVersion = "\"999999999\"";
    private readonly Dictionary<(Guid Parent, string Child), Guid> children = [];
    private readonly List<SampleRecord> things = [];
    private readonly List<string> wrong = [];
    private int asked;
    private AccessOracle oracle = null!;
    private ApiClient me = null!;

    private static IEnumerable<string> RoleNames => AccessOracle.Roles.Keys;

    private RouteEndpoint[] Routes => [.. Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null).Distinct()];

    [TestCaseSource(nameof(RoleNames))]
    [Category("Slow")]
    public async Task Each_route_answers_as_the_rights_say(string role)
    {
        await FillAsync(role);
        foreach (var route in Routes)
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                await AskAsync(method, path);
        }

        await CheckListsAsync();
        await CheckFiguresAsync();
        await CheckTrashAsync();
        TestContext.Out.WriteLine($"{role}: {asked} questions over {Routes.Length} routes");
        Assert.That(wrong.Count, Is.Zero, string.Join("\n", wrong));
    }

    private async Task AskAsync(string method, string path)
    {
        var collection = path.Split('/')[2];
        if (collection is "auth" or "api-keys" or "search")
            return;
        var (resource, action) = NeededBy(method, path);
        if (!path.Contains("{id}", StringComparison.Ordinal))
        {
            // Without a record only the right itself counts; what a list shows is looked at below.
            var answer = await SendAsync(method, path, BodyOf(path));
            Expect(oracle.May(resource, action) ? null : 403, answer, $"{method} {path}");
            return;
        }

        var candidates = things.Where(t => t.Collection == collection).ToList();
        if (candidates.Count == 0)
            wrong.Add($"{method} {path}: the matrix has no record of {collection}");
        foreach (var thing in candidates)
        {
            var answer = await SendAsync(method, Fill(path, thing), BodyOf(path));
            var expected = ExpectedOf(method, path, resource, action, thing);
            Expect(expected, answer, $"{method} {path} of {thing.Whose} {thing.Marker}");
            if (expected == 404 && answer.Body.Contains(thing.Marker, StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{method} {path}: the refusal shows {thing.Marker}");
        }
    }

    /// <summary>Null where it is allowed.</summary>
    private int? ExpectedOf(string method, string path, string resource, string action, SampleRecord thing)
    {
        var own = AccessOracle.ResourceOf(thing.Collection);
        if (path.EndsWith("/password", StringComparison.Ordinal))
            return thing.Whose == Ownership.Mine ? null : !oracle.May("users", "update") ? 403 : !oracle.Sees(thing) ? 404 : oracle.Reaches("users", "update", thing) ? null : 403;
        if (!oracle.May(resource, action))
            return 403;
        // Who chooses leads must be one who may read leads.
        if (method != "GET" && path.StartsWith("/api/lead-lists/{id}/members", StringComparison.Ordinal) && !oracle.May("leads", "read"))
            return 403;
        if (!oracle.Sees(thing))
            return 404;
        return method == "GET" || oracle.Reaches(own, action, thing) ? null : 403;
    }

    /// <summary>What a route needs, told by its method and path alone.</summary>
    private static (string Resource, string Action) NeededBy(string method, string path)
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

    private object? BodyOf(string path)
    {
        var last = path.Split('/')[^1];
        return last switch
        {
            "stage" => new { stage = "QUALIFYING" },
            "status" => new { status = "CANCELLED" },
            "products" => new { productName = "P", quantity = 1, unitPrice = 1 },
            "research" => new { title = "T", content = "C" },
            "social-profiles" => new { profileUrl = "https://www.linkedin.com/in/somebody" },
            "activities" => new { type = "PAGE_VIEW" },
            "members" when path.Contains("lead-lists", StringComparison.Ordinal) => new { leadIds = new[] { Guid.Empty } },
            "remove" => new { leadIds = new[] { Guid.Empty } },
            "members" => new { userId = Admin.Id },
            "reassign" => new { toUserId = Admin.Id },
            "password" => new { newPassword = "a long enough new one", currentPassword = TestCluster.AdminPassword },
            "restore" => null,
            _ => new { },
        };
    }

    private string Fill(string path, SampleRecord thing)
    {
        var parts = path.Replace("{id}", thing.Id.ToString(), StringComparison.Ordinal).Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
                parts[i] = children[(thing.Id, parts[i - 1])].ToString();
        }

        return string.Join('/', parts);
    }

    private Task<ApiResponse> SendAsync(string method, string path, object? body)
    {
        asked++;
        return method switch
        {
            "GET" => me.GetAsync(path),
            "DELETE" => me.DeleteAsync(path, NobodysVersion),
            "PUT" => me.PutAsync(path, body, NobodysVersion),
            "PATCH" => me.PatchAsync(path, body, ifMatch: NobodysVersion),
            _ => me.PostAsync(path, body, ifMatch: NobodysVersion),
        };
    }

    private void Expect(int? refusal, ApiResponse answer, string question)
    {
        var right = refusal is { } status ? answer.Status == status : answer.Status is not (401 or 403 or 404 or >= 500);
        if (!right)
            wrong.Add($"{question}: {(refusal is null ? "allowed" : $"{refusal}")} expected, {answer.Status} came ({answer.Body})");
    }

    /// <summary>A list shows what may be read and nothing else: in its rows, in its count, and to a search for a name.</summary>
    private async Task CheckListsAsync()
    {
        foreach (var group in things.GroupBy(t => t.Collection))
        {
            var resource = AccessOracle.ResourceOf(group.Key);
            if (!oracle.May(resource, "read"))
                continue;
            var list = (await me.GetAsync($"/api/{group.Key}?limit=200&count=exact")).Is(200);
            var shown = list.Items.Select(i => i.GetProperty("id").GetGuid()).ToHashSet();
            Compare($"GET /api/{group.Key}", group.Where(oracle.Sees), group.Where(t => shown.Contains(t.Id)));
            if (list["count"].GetInt64() != shown.Count)
                wrong.Add($"GET /api/{group.Key}: count {list["count"]} of {shown.Count} rows");
            foreach (var thing in group.Where(_ => group.Key != "roles"))
            {
                var found = (await me.GetAsync($"/api/{group.Key}?q={thing.Marker}&count=exact")).Is(200);
                if (found["count"].GetInt64() != (oracle.Sees(thing) ? 1 : 0) || found.Items.Count != found["count"].GetInt64())
                    wrong.Add($"GET /api/{group.Key}?q={thing.Marker}: {found.Items.Count} rows, {found["count"]} counted");
            }
        }

        foreach (var thing in things.Where(t => t.Collection is "companies" or "contacts" or "leads" or "deals"))
        {
            var answer = (await me.GetAsync($"/api/search?q={thing.Marker}")).Is(200);
            var found = answer[thing.Collection].GetProperty("items").EnumerateArray().Any(i => i.GetProperty("id").GetGuid() == thing.Id);
            if (found != oracle.Sees(thing))
                wrong.Add($"GET /api/search?q={thing.Marker}: {(found ? "found" : "not found")}");
        }

        if (oracle.May("auditLogs", "read"))
        {
            var seen = new HashSet<Guid>();
            for (var cursor = ""; ;)
            {
                var page = (await me.GetAsync($"/api/audit-logs?limit=200{cursor}")).Is(200);
                seen.UnionWith(page.Items.Where(i => i.GetProperty("entityId").ValueKind != JsonValueKind.Null).Select(i => i.GetProperty("entityId").GetGuid()));
                if (page.NextCursor is null)
                    break;
                cursor = $"&cursor={page.NextCursor}";
            }

            // Everything was made by the administrator, a stranger.
            var reached = oracle.Reaches("auditLogs", "read", new SampleRecord("audit-logs", Guid.Empty, Ownership.Strangers, ""));
            Compare("GET /api/audit-logs", things.Where(t => t.Collection != "users" && reached && oracle.Sees(t)), things.Where(t => t.Collection != "users" && seen.Contains(t.Id)));
        }
    }

    /// <summary>Boards, dashboards, reports and duplicates count what their scope reaches.</summary>
    private async Task CheckFiguresAsync()
    {
        var deals = things.Where(t => t.Collection == "deals").ToList();
        if (oracle.May("deals", "read"))
        {
            var board = (await me.GetAsync("/api/deals/pipeline?limit=200")).Is(200);
            var shown = board["columns"].EnumerateArray().SelectMany(c => c.GetProperty("deals").EnumerateArray()).Select(d => d.GetProperty("id").GetGuid()).ToHashSet();
            Compare("GET /api/deals/pipeline", deals.Where(oracle.Sees), deals.Where(d => shown.Contains(d.Id)));
            var counted = board["columns"].EnumerateArray().Sum(c => c.GetProperty("count").GetInt64());
            if (counted != deals.Count(oracle.Sees))
                wrong.Add($"GET /api/deals/pipeline counts {counted}");
        }

        if (oracle.May("reports", "read"))
        {
            var expected = deals.Count(d => oracle.Reaches("reports", "read", d));
            var counted = (await me.GetAsync("/api/dashboard/pipeline")).Is(200)["rows"].EnumerateArray().Sum(r => r.GetProperty("count").GetInt64());
            var open = (await me.GetAsync("/api/reports/sales-performance?currency=USD")).Is(200)["rows"].EnumerateArray().Sum(r => r.GetProperty("openCount").GetInt64());
            var held = (await me.GetAsync("/api/reports/stage-waterfall")).Is(200)["rows"].EnumerateArray().Sum(r => r.GetProperty("closingCount").GetInt64());
            if (counted != expected || open != expected || held != expected)
                wrong.Add($"{expected} deals are in the scope of reports; the dashboard counts {counted}, the reports {open} and {held}");
        }

        if (oracle.May("contacts", "read"))
        {
            // All contacts of the matrix have one phone number.
            var visible = things.Where(t => t.Collection == "contacts" && oracle.Sees(t)).ToList();
            var body = (await me.GetAsync("/api/contacts/duplicates?limit=200")).Is(200).Body;
            Compare("GET /api/contacts/duplicates", visible.Count > 1 ? visible : [], things.Where(t => t.Collection == "contacts" && body.Contains(t.Id.ToString(), StringComparison.Ordinal)));
        }
    }

    /// <summary>What lies in the trash is seen by those who may read and restore it, and by nobody anywhere else.</summary>
    private async Task CheckTrashAsync()
    {
        // What others refer to comes last.
        string[] order = ["tasks", "communications", "notes", "lead-lists", "leads", "deals", "contacts", "companies"];
        var deleted = things.Where(t => order.Contains(t.Collection)).OrderBy(t => Array.IndexOf(order, t.Collection)).ToList();
        var seen = deleted.ToDictionary(t => t.Id, oracle.Sees);
        foreach (var thing in deleted)
            (await Admin.DeleteAsync($"/api/{thing.Collection}/{thing.Id}")).Is(204);
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

            foreach (var thing in group.Where(_ => oracle.May(resource, "read")))
                Expect(404, await me.GetAsync($"/api/{group.Key}/{thing.Id}"), $"GET {thing.Marker} in the trash");
        }
    }

    private void Compare(string question, IEnumerable<SampleRecord> expected, IEnumerable<SampleRecord> shown)
    {
        var (e, s) = (expected.Select(t => t.Marker).Order().ToList(), shown.Select(t => t.Marker).Order().ToList());
        if (!e.SequenceEqual(s))
            wrong.Add($"{question}: shows [{string.Join(", ", s)}] instead of [{string.Join(", ", e)}]");
    }

    /// <summary>Everything three times: mine, of one who shares a group with me, and a stranger's.</summary>
    private async Task FillAsync(string role)
    {
        children.Clear();
        things.Clear();
        wrong.Clear();
        asked = 0;
        oracle = new AccessOracle(AccessOracle.Roles[role]);
        me = role.StartsWith("odd", StringComparison.Ordinal) ? await UserWithAsync(oracle.Permissions) : await UserAsync(role, lastName: "Quxmine");
        if (role.StartsWith("odd", StringComparison.Ordinal))
            await Db.ExecuteAsync("update users set last_name = 'Quxmine', search_text = search_text || ' quxmine' where id = @id", new { id = me.Id });
        var mate = await UserWithAsync("{}");
        var stranger = await UserWithAsync("{}");
        await Db.ExecuteAsync("update users set search_text = search_text || case id when @mate then ' quxmate' else ' quxstranger' end where id in (@mate, @stranger)", new { mate = mate.Id, stranger = stranger.Id });
        things.Add(new SampleRecord("users", me.Id, Ownership.Mine, "Quxmine"));
        things.Add(new SampleRecord("users", mate.Id, Ownership.MyGroups, "Quxmate"));
        things.Add(new SampleRecord("users", stranger.Id, Ownership.Strangers, "Quxstranger"));
        var team = (await Admin.PostAsync("/api/groups", new { name = "Quxteam", type = "SALES_TEAM" })).Is(201).Id;
        foreach (var member in new[] { me.Id, mate.Id })
            (await Admin.PostAsync($"/api/groups/{team}/members", new { userId = member })).Is(201);
        children[(team, "members")] = mate.Id;
        things.Add(new SampleRecord("groups", team, Ownership.Strangers, "Quxteam") { IsNobodys = true });
        things.Add(new SampleRecord("roles", (await Admin.PostAsync("/api/roles", new { name = "Quxrole", permissions = new { } })).Is(201).Id, Ownership.Strangers, "Quxrole") { IsNobodys = true });

        var owners = new[] { (Ownership.Mine, me.Id), (Ownership.MyGroups, mate.Id), (Ownership.Strangers, stranger.Id) };
        foreach (var (whose, owner) in owners)
        {
            var company = await AddAsync("companies", whose, m => new { name = m, ownerId = owner });
            await ChildAsync(company, "research", new { title = "T", content = "C" });
            var contact = await AddAsync("contacts", whose, m => new { firstName = "Jo", lastName = m, ownerId = owner, phone = "+1 555 0100" });
            await ChildAsync(contact, "social-profiles", new { profileUrl = $"https://www.linkedin.com/in/{contact.Marker}" });
            var deal = await AddAsync("deals", whose, m => new { title = m, companyId = company.Id, value = 10, currency = "USD", ownerId = owner });
            await ChildAsync(deal, "products", new { productName = "P", quantity = 1, unitPrice = 10 });
            var lead = await AddAsync("leads", whose, m => new { firstName = "Al", lastName = m, assignedToId = owner });
            await ChildAsync(lead, "activities", new { type = "PAGE_VIEW" });
            await AddAsync("tasks", whose, m => new { title = m, assigneeId = owner });
            await AddAsync("communications", whose, m => new { type = "PHONE_CALL", subject = m }, owner);
            await AddAsync("notes", whose, m => new { title = m, content = "C" }, owner);
            await AddAsync("notes", whose, m => new { title = m, content = "C", isPrivate = true }, owner, "private");
        }

        var list = (await Admin.PostAsync("/api/lead-lists", new { name = "Quxlist" })).Is(201).Id;
        things.Add(new SampleRecord("lead-lists", list, Ownership.Strangers, "Quxlist") { IsNobodys = true });
        var member1 = things.First(t => t.Collection == "leads").Id;
        (await Admin.PostAsync($"/api/lead-lists/{list}/members", new { leadIds = new[] { member1 } })).Is(200);
        children[(list, "members")] = member1;

        // About something out of sight a record of one's own is not seen; about anything in sight it is.
        var (foreignDeal, ownDeal) = (things.Single(t => t is { Collection: "deals", Whose: Ownership.Strangers }), things.Single(t => t is { Collection: "deals", Whose: Ownership.Mine }));
        var foreignContact = things.Single(t => t is { Collection: "contacts", Whose: Ownership.Strangers });
        await AddAsync("tasks", Ownership.Mine, m => new { title = m, assigneeId = me.Id, dealId = foreignDeal.Id }, null, "foreigndeal", [foreignDeal]);
        await AddAsync("tasks", Ownership.Mine, m => new { title = m, assigneeId = me.Id, dealId = foreignDeal.Id, contactId = foreignContact.Id }, null, "foreignboth", [foreignDeal, foreignContact]);
        await AddAsync("notes", Ownership.MyGroups, m => new { title = m, content = "C", dealId = ownDeal.Id }, mate.Id, "owndeal", [ownDeal]);
        await AddAsync("communications", Ownership.Mine, m => new { type = "MEETING", subject = m, dealId = foreignDeal.Id }, me.Id, "foreigndeal", [foreignDeal]);
    }

    private async Task<SampleRecord> AddAsync(
        string collection, Ownership whose, Func<string, object> body, Guid? creator = null, string kind = "plain", IReadOnlyList<SampleRecord>? about = null)
    {
        var marker = $"Qux{collection.TrimEnd('s')}{kind}{whose}".ToLowerInvariant();
        var id = (await Admin.PostAsync($"/api/{collection}", body(marker))).Is(201).Id;
        if (creator is not null)
            await Db.ExecuteAsync($"update {collection} set creator_id = @creator where id = @id", new { creator, id });
        var thing = new SampleRecord(collection, id, whose, marker) { IsPrivate = kind == "private", About = about ?? [] };
        things.Add(thing);
        return thing;
    }

    private async Task ChildAsync(SampleRecord parent, string child, object body) =>
        children[(parent.Id, child)] = (await Admin.PostAsync($"/api/{parent.Collection}/{parent.Id}/{child}", body)).Is(201).Id;
}
