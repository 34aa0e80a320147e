using Crm.Application.Common.Json;
using Crm.Application.Reports;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Reports;

public sealed class GetSalesPerformanceTests : ApiTest
{
    private const string Path = "/api/reports/sales-performance";
    private const string Year = "from=2025-01-01&to=2025-12-31";

    private static readonly string[] Members =
    [
        "group", "currency", "wonCount", "lostCount", "wonValue", "lostValue", "winRate", "winRateByValue", "averageSize", "medianSize",
        "cycleMeanDays", "cycleMedianDays", "openCount", "velocityPerDay",
    ];

    [Test]
    public async Task Every_figure_is_what_a_plain_computation_gives(
        [Values(1, 2)] int seed, [Values(null, "month", "quarter", "owner", "source", "industry")] string? groupBy)
    {
        // Two owners with the same name are separate groups.
        var owners = new[] { await UserAsync(firstName: "Anna"), await UserAsync(firstName: "Anna"), await UserAsync(firstName: "Ben") };
        var data = new SalesData(Db);
        await data.AddRandomAsync(seed, [(owners[0].Id, "Anna Tester"), (owners[1].Id, "Anna Tester"), (owners[2].Id, "Ben Tester")]);
        var grouping = groupBy is null ? "" : $"&groupBy={groupBy}";

        foreach (var (from, to, tz) in new[] { ("2025-01-01", "2025-12-31", "UTC"), ("2024-06-15", "2025-03-10", "Asia/Tokyo"),
            ("2025-05-05", "2025-05-05", "America/Los_Angeles") })
        {
            var query = $"?from={from}&to={to}&tz={tz}{grouping}";
            var (first, last) = (SalesData.Day(from), SalesData.Day(to));
            Assert.That(await RowsAsync(Admin, query), Is.EqualTo(PlainFigures.SalesPerformance(data.Live, first, last, tz, groupBy)),
                query);
            Assert.That(
                await RowsAsync(Admin, $"{query}&ownerId={owners[1].Id}"),
                Is.EqualTo(PlainFigures.SalesPerformance(data.Live.Where(d => d.OwnerId == owners[1].Id), first, last, tz, groupBy)),
                query);
            Assert.That(
                await RowsAsync(Admin, $"{query}&currency=JPY"),
                Is.EqualTo(PlainFigures.SalesPerformance(data.Live.Where(d => d.Currency == "JPY"), first, last, tz, groupBy)),
                query);
        }
    }

    [Test]
    public async Task Figures_calculated_by_hand()
    {
        var data = new SalesData(Db);
        await data.AddAsync(Admin.Id, "CLOSED_WON", 100, closed: "2025-02-10", created: "2025-01-31T00:00:00Z");
        await data.AddAsync(Admin.Id, "CLOSED_WON", 300, closed: "2025-02-20", created: "2025-01-31T00:00:00Z");
        await data.AddAsync(Admin.Id, "CLOSED_LOST", 600, closed: "2025-02-20");
        await data.AddAsync(Admin.Id, "CLOSED_WON", 5000, closed: "2025-03-01");
        await data.AddAsync(Admin.Id, "ON_HOLD", 1);
        foreach (var stage in new[] { "PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP" })
            await data.AddAsync(Admin.Id, stage, 7);

        var response = (await Admin.GetAsync(Path + "?from=2025-02-01&to=2025-02-28")).Is(200);

        // 5 open × 200 × 2/3 ÷ 15 days
        Assert.That(response["rows"].GetRawText(), Is.EqualTo(
            """[{"group":null,"currency":"EUR","wonCount":2,"lostCount":1,"wonValue":400.00,"lostValue":600.00""" +
            ""","winRate":0.6666666666666666,"winRateByValue":0.4,"averageSize":200.00,"medianSize":200.00,"cycleMeanDays":15""" +
            ""","cycleMedianDays":15,"openCount":5,"velocityPerDay":44.44}]"""));
        Assert.That(response["filters"].GetRawText(), Is.EqualTo(
            """{"from":"2025-02-01","to":"2025-02-28","tz":"UTC","ownerId":null,"groupId":null,"currency":null,"groupBy":null}"""));
    }

    [Test]
    public async Task A_ratio_over_nothing_is_null()
    {
        var data = new SalesData(Db);
        await data.AddAsync(Admin.Id, "PROPOSING", currency: "EUR");
        await data.AddAsync(Admin.Id, "CLOSED_LOST", 0, closed: "2025-02-02", currency: "JPY");
        await data.AddAsync(Admin.Id, "CLOSED_WON", 0, closed: "2025-02-02", created: "2025-02-02T00:00:00Z", currency: "USD");

        var rows = await RowsAsync(Admin, "?" + Year);

        Assert.That(rows, Is.EqualTo(new[]
        {
            new SalesPerformanceRow(null, "EUR", 0, 0, 0, 0, null, null, null, null, null, null, 1, null, null),
            new SalesPerformanceRow(null, "JPY", 0, 1, 0, 0, 0, null, null, null, null, null, 0, null, null),
            // Won on the day of creation: the mean is 0 days, so the velocity is null.
            new SalesPerformanceRow(null, "USD", 1, 0, 0, 0, 1, null, 0, 0, 0, 0, 0, null, null),
        }));
    }

    [Test]
    public async Task The_cycle_begins_on_the_day_of_the_time_zone()
    {
        await new SalesData(Db).AddAsync(Admin.Id, "CLOSED_WON", closed: "2025-02-10", created: "2025-01-31T23:30:00Z");

        Assert.That((await RowsAsync(Admin, $"?{Year}")).Single().CycleMeanDays, Is.EqualTo(10));
        Assert.That((await RowsAsync(Admin, $"?{Year}&tz=Europe/Berlin")).Single().CycleMeanDays, Is.EqualTo(9));
    }

    [Test]
    public async Task The_period_is_the_month_to_date_in_the_time_zone_unless_it_is_given()
    {
        Clock.Set(SalesData.At("2026-03-01T03:00:00Z"));

        await Expect("", "2026-03-01", "2026-03-01");
        await Expect("?tz=America/New_York", "2026-02-01", "2026-02-28");
        await Expect("?from=2026-01-15", "2026-01-15", "2026-03-01");
        await Expect("?to=2025-11-20", "2025-11-01", "2025-11-20");
        (await Admin.GetAsync(Path + "?from=2026-03-02")).IsProblem(400, "period_reversed", "from");

        async Task Expect(string query, string from, string to)
        {
            var filters = (await Admin.GetAsync(Path + query)).Is(200)["filters"];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(filters.GetProperty("from").GetString(), Is.EqualTo(from), query);
                Assert.That(filters.GetProperty("to").GetString(), Is.EqualTo(to), query);
            }
        }
    }

    [Test]
    public async Task Rows_have_the_fixed_names_and_owners_their_id_beside()
    {
        var rep = await UserAsync(firstName: "Zoë");
        await new SalesData(Db).AddAsync(rep.Id, "CLOSED_WON", closed: "2025-02-10");

        foreach (var groupBy in new[] { "", "&groupBy=month", "&groupBy=quarter", "&groupBy=source", "&groupBy=industry" })
        {
            var row = (await Admin.GetAsync($"{Path}?{Year}{groupBy}")).Is(200)["rows"].EnumerateArray().Single();
            Assert.That(row.EnumerateObject().Select(m => m.Name), Is.EqualTo(Members), groupBy);
        }

        var owner = (await Admin.GetAsync($"{Path}?{Year}&groupBy=owner")).Is(200)["rows"].EnumerateArray().Single();
        Assert.That(owner.EnumerateObject().Select(m => m.Name), Is.EqualTo(Members.Append("groupId")));
        Assert.That(owner.GetProperty("group").GetString(), Is.EqualTo("Zoë Tester"));
        Assert.That(owner.GetProperty("groupId").GetGuid(), Is.EqualTo(rep.Id));
    }

    [Test]
    public async Task A_named_currency_has_its_row_of_totals_even_without_a_deal()
    {
        await new SalesData(Db).AddAsync(Admin.Id, "CLOSED_WON", closed: "2025-02-10", currency: "USD");

        Assert.That(await RowsAsync(Admin, $"?{Year}&currency=EUR"), Is.EqualTo(new[]
        {
            new SalesPerformanceRow(null, "EUR", 0, 0, 0, 0, null, null, null, null, null, null, 0, null, null),
        }));
        Assert.That(await RowsAsync(Admin, $"?{Year}&currency=EUR&groupBy=owner"), Is.Empty);
    }

    [Test]
    public async Task With_scope_own_only_the_callers_deals_count()
    {
        var (rep, other) = (await UserAsync(BuiltInRoles.SalesRep), await UserAsync(BuiltInRoles.SalesRep));
        var data = new SalesData(Db);
        foreach (var owner in new[] { rep.Id, other.Id, other.Id })
        {
            await data.AddAsync(owner, "CLOSED_WON", 10, closed: "2025-02-10");
            await data.AddAsync(owner, "PROPOSING", 10);
        }

        foreach (var groupBy in new[] { "", "&groupBy=month", "&groupBy=source", "&groupBy=industry" })
        {
            var row = (await RowsAsync(rep, $"?{Year}{groupBy}")).Single();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(row.WonCount, Is.EqualTo(1), groupBy);
                Assert.That(row.OpenCount, Is.EqualTo(1), groupBy);
            }
        }

        Assert.That((await RowsAsync(rep, $"?{Year}&groupBy=owner")).Select(r => r.GroupId), Is.EqualTo(new Guid?[] { rep.Id }));
        Assert.That(await RowsAsync(rep, $"?{Year}&ownerId={other.Id}"), Is.Empty);
        (await (await UserWithAsync("""{"deals": ["read"]}""")).GetAsync(Path)).IsProblem(403, "right_missing");
        (await Anonymous.GetAsync(Path)).IsProblem(401, "not_authenticated");
    }

    [TestCase("form=2025-01-01", "unknown_parameter", "did you mean 'from'?")]
    [TestCase("From=2025-01-01", "unknown_parameter", "did you mean 'from'?")]
    [TestCase("groupId=north", "invalid_parameter", "must be an id")]
    [TestCase("from=2025-01-01&from=2025-01-02", "repeated_parameter", "'from'")]
    [TestCase("from=", "invalid_parameter", "YYYY-MM-DD")]
    [TestCase("from=2025-1-1", "invalid_parameter", "YYYY-MM-DD")]
    [TestCase("to=2025-02-30", "invalid_parameter", "YYYY-MM-DD")]
    [TestCase("from=2025-02-02&to=2025-02-01", "period_reversed", "2025-02-02")]
    [TestCase("tz=Mars/Olympus", "invalid_parameter", "IANA")]
    [TestCase("tz=", "invalid_parameter", "IANA")]
    [TestCase("tz=CET-1", "invalid_parameter", "IANA")]
    [TestCase("tz=Europe/Ber%00lin", "broken_query", "NUL")]
    [TestCase("tz=../../etc/passwd", "invalid_parameter", "IANA")]
    [TestCase("ownerId=you", "invalid_parameter", "me")]
    [TestCase("currency=eur", "invalid_parameter", "ISO 4217")]
    [TestCase("currency=EUR,USD", "invalid_parameter", "ISO 4217")]
    [TestCase("groupBy=moth", "invalid_parameter", "did you mean 'month'?")]
    [TestCase("groupBy=", "invalid_parameter", "month, quarter, owner, source, industry")]
    public async Task A_wrong_parameter_is_named_with_its_remedy(string query, string code, string remedy)
    {
        var response = (await Admin.GetAsync($"{Path}?{query}")).IsProblem(400, code);

        Assert.That(response.Detail, Does.Contain(remedy));
    }

    [TestCase("from=0001-01-01&to=9999-12-31")]
    [TestCase("from=0001-01-01&to=0001-01-01&tz=Pacific/Kiritimati")]
    [TestCase("from=9999-12-31&to=9999-12-31&groupBy=month&tz=America/Los_Angeles")]
    public async Task Any_date_is_accepted(string query) => (await Admin.GetAsync($"{Path}?{query}")).Is(200);

    private static async Task<List<SalesPerformanceRow>> RowsAsync(ApiClient client, string query) =>
        (await client.GetAsync(Path + query)).Is(200)["rows"].Deserialize<List<SalesPerformanceRow>>(CrmJson.Options)!;
}
