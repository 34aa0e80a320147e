using System.Text.RegularExpressions;
using Crm.Api.Http;
using Crm.Application.Common.Authorization;
using Crm.Application.Common.Behaviours;
using Crm.Application.Common.Errors;
using Crm.Application.Common.Fields;
using Crm.Application.Common.Lists;
using Crm.Application.Common.Metrics;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Sql;
using Crm.Application.Reports;
using Crm.Application.Search;
using Crm.Domain.Roles;
using Crm.Infrastructure.Persistence;
using MediatR;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Rules;

/// <summary>Rule 9: each query is executed with all of its parameters, each sort has an index, and each scoped query has its
/// scope.</summary>
[Category("Slow")]
public sealed class QueryRules : ApiTest
{
    private RouteEndpoint[] Gets => [.. Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null &&
            e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)];

    private static ListSpec? SpecOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ListMetadata>()?.Spec;

    /// <summary>Creates a record of each kind, so that no statement runs on empty tables. Returns a function that gives the URL of an
    /// endpoint.</summary>
    private async Task<Func<RouteEndpoint, string>> FillAsync()
    {
        var ids = new Dictionary<string,
            Guid>
        { ["users"] = Admin.Id, ["roles"] = await Db.ScalarAsync<Guid>("select id from roles limit 1") };
        ids["companies"] = (await Admin.PostAsync("/api/companies", new { name = "Acme", tags = new[] { "a" }, ownerId = Admin.Id })).Is(
            201).Id;
        ids["contacts"] = (await Admin.PostAsync(
            "/api/contacts", new { firstName = "Jo", lastName = "Doe", companyId = ids["companies"] })).Is(201).Id;
        ids["deals"] = (await Admin.PostAsync("/api/deals", new { title = "Big", companyId = ids["companies"], value = 5 })).Is(201).Id;
        var line = (await Admin.PostAsync(
            $"/api/deals/{ids["deals"]}/products", new { productName = "P", quantity = 1, unitPrice = 2 })).Is(201).Id;
        ids["leads"] = (await Admin.PostAsync(
            "/api/leads", new { firstName = "Jo", lastName = "Doe", company = "Acme", tags = new[] { "a" } })).Is(201).Id;
        ids["lead-lists"] = (await Admin.PostAsync("/api/lead-lists", new { name = "Fair" })).Is(201).Id;
        (await Admin.PostAsync($"/api/lead-lists/{ids["lead-lists"]}/members", new { leadIds = new[] { ids["leads"] } })).Is(200);
        ids["groups"] = (await Admin.PostAsync("/api/groups", new { name = "Acme team" })).Is(201).Id;
        ids["api-keys"] = (await Admin.PostAsync("/api/api-keys", new { name = "Acme key" })).Is(201).Id;
        (await Admin.PostAsync($"/api/groups/{ids["groups"]}/members", new { userId = Admin.Id })).Is(201);
        var research = (await Admin.PostAsync(
            $"/api/companies/{ids["companies"]}/research", new { title = "Outlook", content = "Grows." })).Is(201).Id;
        var profile = (await Admin.PostAsync(
            $"/api/contacts/{ids["contacts"]}/social-profiles", new { profileUrl = "https://x.com/jo" })).Is(201).Id;
        ids["tasks"] = (await Admin.PostAsync(
            "/api/tasks", new { title = "Call", contactId = ids["contacts"], assigneeId = Admin.Id, dueDate = "2026-01-31" })).Is(201).Id;
        ids["communications"] =
            (await Admin.PostAsync("/api/communications", new { type = "EMAIL", subject = "Offer", dealId = ids["deals"] })).Is(201).Id;
        ids["notes"] = (await Admin.PostAsync("/api/notes", new { content = "Called.", companyId = ids["companies"] })).Is(201).Id;
        var activity = (await Admin.PostAsync(
            $"/api/leads/{ids["leads"]}/activities", new { type = "MEETING", metadata = new { room = 4 } })).Is(201).Id;
        return endpoint =>
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (path == "/api/search")
                return $"{path}?q=acme";
            path = path.Replace("{lineId:guid}", line.ToString(), StringComparison.Ordinal);
            path = path.Replace("{researchId:guid}", research.ToString(), StringComparison.Ordinal);
            path = path.Replace("{profileId:guid}", profile.ToString(), StringComparison.Ordinal);
            path = path.Replace("{userId:guid}", Admin.Id.ToString(), StringComparison.Ordinal);
            path = path.Replace("{activityId:guid}", activity.ToString(), StringComparison.Ordinal);
            return path.Contains("{id:guid}", StringComparison.Ordinal)
                ? path.Replace("{id:guid}", ids[path.Split('/')[2]].ToString(), StringComparison.Ordinal)
                : path;
        };
    }

    [Test]
    public async Task Each_query_succeeds()
    {
        var path = await FillAsync();
        Assert.That(Gets, Has.Length.GreaterThan(10));
        foreach (var endpoint in Gets)
            (await Admin.GetAsync(path(endpoint))).Is(200);
    }

    /// <summary>Counts the round trips of each read: permissions and validation must need none.</summary>
    [Test]
    public async Task A_list_and_a_report_need_one_round_trip_and_other_reads_at_most_two()
    {
        var path = await FillAsync();
        using var counter = new RoundTrips();
        var wrong = new List<string>();
        foreach (var endpoint in Gets)
        {
            var (response, count) = await counter.CountAsync(Admin, path(endpoint));
            response.Is(200);
            var most = SpecOf(endpoint) is not null || endpoint.Metadata.GetMetadata<ReportDefinition>() is not null ? 1 : 2;
            if (count > most)
                wrong.Add($"{endpoint.RoutePattern.RawText}: {count} round trips");
        }

        Assert.That(wrong, Is.Empty);
        // Shows that the counter works.
        var list = await counter.CountAsync(Admin, "/api/companies?count=exact");
        Assert.That(list.Count, Is.EqualTo(2));
        var batch = await counter.CountAsync(Admin, "/api/dashboard/summary");
        Assert.That(batch.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Each_list_accepts_each_filter_and_sort_and_all_filters_together()
    {
        var path = await FillAsync();
        var lists = Gets.Where(e => SpecOf(e) is not null).ToArray();
        Assert.That(lists, Has.Length.GreaterThan(5));
        foreach (var endpoint in lists)
        {
            var spec = SpecOf(endpoint)!;
            var filters = (
                from field in spec.Fields.Values
                from op in field.Operators
                from value in op == "isNull" ? new[] { "true", "false" } : [ValueOf(field, op)]
                select $"{field.Name}[{op}]={value}").ToArray();
            var sorts = spec.IsBoard ? [] : spec.SortableFields.SelectMany(f => new[] { $"sort={f.Name}", $"sort=-{f.Name}" }).ToArray();
            string[] search = spec.SearchColumn is null ? [] : ["q=ac", "q=acme x"];
            string[] counts = spec.IsBoard ? [] : ["count=exact", "count=estimate"];
            foreach (var query in filters.Concat(sorts).Concat(search).Concat(counts))
                (await Admin.GetAsync($"{path(endpoint)}?{query}")).Is(200);
            foreach (var last in spec.IsBoard ? ["limit=3"] : sorts.Select(s => s + "&limit=3&count=exact"))
            {
                foreach (var some in filters.Chunk(ListQuery.MaxConditions))
                    (await Admin.GetAsync($"{path(endpoint)}?{string.Join('&', some.Concat(search.Take(1)).Append(last))}")).Is(200);
            }
        }
    }

    [Test]
    public async Task A_narrow_scope_shows_no_records_of_others()
    {
        var path = await FillAsync();
        var user = await UserWithAsync(
            JsonSerializer.Serialize(
                Enum.GetValues<Resource>().ToDictionary(PermissionNames.Of, _ => new { read = "own", restore = "own" })));
        foreach (var endpoint in Gets)
        {
            var ofOneRecord = endpoint.RoutePattern.Parameters.Count > 0;
            var response = (await user.GetAsync(path(endpoint))).Is(ofOneRecord ? 404 : 200);
            if (!ofOneRecord && SpecOf(endpoint) is { IsBoard: false } spec && spec.Table != "users")
                Assert.That(response.Items, Is.Empty, response.ToString());
        }
    }

    [Test]
    public async Task Each_sort_has_its_index()
    {
        var missing = new List<string>();
        foreach (var endpoint in Gets.Where(e => SpecOf(e) is { IsBoard: false }))
        {
            var spec = SpecOf(endpoint)!;
            var trash = spec.Always.ToString().EndsWith("deleted_at is not null", StringComparison.Ordinal);
            var live = spec.Always.ToString().EndsWith("deleted_at is null", StringComparison.Ordinal);
            var indexes = await Db.QueryAsync<IndexRow>(
                """
                select (select string_agg(a.attname, ',' order by k.place) from unnest(i.indkey) with ordinality as k (number, place)
                        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number) as columns,
                    pg_get_expr(i.indpred, i.indrelid) as predicate,
                    (select count(distinct o) from unnest(i.indoption) as o)::int as directions
                from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
                where i.indrelid = @table::regclass and m.amname = 'btree' and i.indexprs is null
                """,
                new { table = spec.Table });
            // The index of a child list starts with the parent id.
            var prefix = endpoint.RoutePattern.Parameters.Count > 0 ? "^([a-z_]+,)+" : "^";
            foreach (var field in spec.SortableFields)
            {
                var order = field.SortColumn == spec.TieBreak.Column ? field.SortColumn : $"{field.SortColumn},{spec.TieBreak.Column}";
                // An index with one direction serves both directions, because it can be scanned backwards.
                var found = indexes.Any(i => Regex.IsMatch(i.Columns ?? "", $"{prefix}{order}$") && i.Directions == 1 &&
                    (i.Predicate is null || (live && i.Predicate == "(deleted_at IS NULL)") ||
                        (trash && i.Predicate == "(deleted_at IS NOT NULL)")));
                if (!found)
                    missing.Add($"{endpoint.RoutePattern.RawText}: {field.Name} needs an index on {spec.Table} ({order})");
            }
        }

        Assert.That(missing, Is.Empty);
    }

    /// <summary>Because of this check, each test that runs a query proves that its statements contain the scope.</summary>
    [Test]
    public async Task A_query_that_needs_a_permission_sends_no_statement_without_its_scope()
    {
        await using var services = Host.Services.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<IReadDb>();
        var useCase = services.ServiceProvider.GetRequiredService<CurrentUseCase>();
        Assert.That(await db.QuerySingleOrDefaultAsync<int>($"select 1", CancellationToken.None), Is.EqualTo(1), "outside a use case");

        useCase.Begin("GetSomething", needsScope: true, isReport: false);

        Assert.That(
            () => db.QuerySingleOrDefaultAsync<int>($"select 1", CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("no scope"));
        Assert.That(
            () => db.QueryMultipleAsync<int>([$"select 1", $"select 2"], _ => Task.FromResult(1), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("no scope"));
        var ofAll = await db.QuerySingleOrDefaultAsync<int>($"select 1 where true {ScopeFilter.None}", CancellationToken.None);
        var ofNothing = await db.QuerySingleOrDefaultAsync<int>($"select 1 where true {ScopeFilter.Nothing}", CancellationToken.None);
        Assert.That(ofAll, Is.EqualTo(1));
        Assert.That(ofNothing, Is.Zero);
    }

    [Test]
    public async Task The_pipeline_sets_which_use_cases_need_a_scope()
    {
        await using var services = Host.Services.CreateAsyncScope();
        var useCase = services.ServiceProvider.GetRequiredService<CurrentUseCase>();
        var report = new GetLeaderboard(new ReportInput(new Dictionary<string, string>()));
        Assert.That(await NeedsScopeAsync<GetLeaderboard, Report<LeaderboardRow>>(report), Is.True);
        Assert.That(await NeedsScopeAsync<SearchAll, SearchResults>(new SearchAll("x", null)), Is.False);
        Assert.That(useCase.NeedsScope, Is.False, "after the use case");

        async Task<bool> NeedsScopeAsync<TQuery, T>(TQuery query)
            where TQuery : IRequest<Result<T>>
        {
            var seen = false;
            await new TelemetryBehaviour<TQuery, Result<T>>(useCase).Handle(query, CancellationToken.None, () =>
            {
                seen = useCase.NeedsScope;
                return Task.FromResult<Result<T>>(CommonErrors.NotLoggedIn);
            });
            return seen;
        }
    }

    [Test]
    public void Each_type_of_a_parameter_has_its_type_in_the_database() =>
        Assert.That(StatementParameters.DbTypes.Keys, Is.EquivalentTo(SqlParameter.Types));

    private static string ValueOf(RecordField field, string op) => field.Kind switch
    {
        FieldKind.Enum => op is "in" ? string.Join(',', field.EnumNames) : field.EnumNames[0],
        FieldKind.Id => "00000000-0000-7000-8000-000000000000",
        FieldKind.UserId => op is "in" ? "me,00000000-0000-7000-8000-000000000000" : "me",
        FieldKind.WholeNumber => op is "in" ? "1,2" : "1",
        FieldKind.Number => op is "in" ? "1,2.5" : "1.5",
        FieldKind.Instant or FieldKind.DateOrInstant => op is "in" ? "2026-01-01,2026-01-31T09:30:00.123456Z" : "2026-01-31T09:30:00Z",
        FieldKind.Date => op is "in" ? "2026-01-01,2026-01-02" : "2026-01-01",
        FieldKind.Boolean => "true",
        _ => op is "in" or "has" ? "a,b" : "a",
    };

    private sealed record IndexRow(string? Columns, string? Predicate, int Directions);
}
