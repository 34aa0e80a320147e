using Crm.Api.Tests.Reports;
using Crm.Application.Common.Json;
using Crm.Application.Dashboards;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Dashboards;

public sealed class GetPipelineDashboardTests : ApiTest
{
    private const string Path = "/api/dashboard/pipeline";
    private static readonly string[] ResponseMembers = ["asOf", "filters", "rows"];
    private static readonly string[] Members = ["stage", "currency", "count", "value", "weightedValue", "averageValue", "oldestCreatedAt"];
    private static readonly string[] Stages =
        ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Every_figure_is_what_a_plain_computation_gives(int seed)
    {
        var (anna, ben) = (await UserAsync(firstName: "Anna"), await UserAsync(firstName: "Ben"));
        var data = new SalesData(Db);
        await data.AddRandomAsync(seed, [(anna.Id, "Anna Tester"), (ben.Id, "Ben Tester")]);

        Assert.That(await RowsAsync(Admin, ""), Is.EqualTo(PlainFigures.Pipeline(data.Live)));
        Assert.That(await RowsAsync(Admin, "?currency=EUR"), Is.EqualTo(PlainFigures.Pipeline(data.Live.Where(d => d.Currency == "EUR"))));
        Assert.That(await RowsAsync(Admin, $"?ownerId={ben.Id}"),
            Is.EqualTo(PlainFigures.Pipeline(data.Live.Where(d => d.OwnerId == ben.Id))));
    }

    [Test]
    public async Task A_row_has_the_fixed_names_and_money_two_decimals()
    {
        var data = new SalesData(Db);
        // 0.005 + 0.005: rounding each value separately would give two cents.
        await data.AddAsync(Admin.Id, "PROPOSING", 0.01m, created: "2025-03-01T10:00:00.123456Z", probability: 50);
        await data.AddAsync(Admin.Id, "PROPOSING", 0.01m, created: "2025-03-02T10:00:00Z", probability: 50);

        var response = (await Admin.GetAsync(Path)).Is(200);

        Assert.That(response.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(ResponseMembers));
        var rows = response["rows"].EnumerateArray().ToList();
        Assert.That(rows.Select(r => r.GetProperty("stage").GetString()), Is.EqualTo(Stages));
        Assert.That(rows.Select(r => r.EnumerateObject().Select(m => m.Name)), Is.All.EqualTo(Members));
        Assert.That(rows[2].GetRawText(), Is.EqualTo(
            """{"stage":"PROPOSING","currency":"EUR","count":2,"value":0.02,"weightedValue":0.01,"averageValue":0.01""" +
            ""","oldestCreatedAt":"2025-03-01T10:00:00.123456Z"}"""));
        Assert.That(rows[0].GetRawText(), Is.EqualTo(
            """{"stage":"PROSPECTING","currency":"EUR","count":0,"value":0.00,"weightedValue":0.00,"averageValue":null""" +
            ""","oldestCreatedAt":null}"""));
    }

    [Test]
    public async Task Nothing_in_on_hold_or_closed_is_weighted()
    {
        var data = new SalesData(Db);
        foreach (var stage in Stages)
            await data.AddAsync(Admin.Id, stage, 100, closed: stage.StartsWith("CLOSED", StringComparison.Ordinal) ? "2025-02-01"
                : null, probability: 100);

        var rows = await RowsAsync(Admin, "");

        Assert.That(rows.Select(r => r.WeightedValue), Is.EqualTo(Stages.Select((_, i) => i < 5 ? 100m : 0m)));
        Assert.That(rows.Select(r => r.Value), Is.All.EqualTo(100m));
    }

    [Test]
    public async Task Without_a_deal_there_is_no_row_unless_a_currency_is_named()
    {
        var data = new SalesData(Db);
        await data.AddAsync(Admin.Id, "PROPOSING", currency: "USD", deleted: true);

        Assert.That(await RowsAsync(Admin, ""), Is.Empty);
        var named = await RowsAsync(Admin, "?currency=EUR");
        Assert.That(
            named.Select(r => new { Stage = r.Stage.ToString(), r.Currency, Count = (long)r.Count }),
            Is.EqualTo(Stages.Select(s => new { Stage = s, Currency = "EUR", Count = 0L })));
    }

    [Test]
    public async Task It_shows_the_current_state_and_has_no_period()
    {
        await new SalesData(Db).AddAsync(Admin.Id, "CLOSED_WON", closed: "2020-05-05");

        var response = (await Admin.GetAsync(Path)).Is(200);

        Assert.That(response["filters"].GetRawText(),
            Is.EqualTo("""{"from":null,"to":null,"tz":null,"ownerId":null,"groupId":null,"currency":null,"groupBy":null}"""));
        foreach (var without in new[] { "from=2025-01-01", "to=2025-01-31", "tz=Europe/Berlin" })
            (await Admin.GetAsync($"{Path}?{without}")).IsProblem(400, "unknown_parameter");
    }

    [Test]
    public async Task AsOf_is_the_time_of_the_response()
    {
        var before = await Db.ScalarAsync<DateTime>("select now()");
        var response = (await Admin.GetAsync(Path)).Is(200);
        var after = await Db.ScalarAsync<DateTime>("select now()");

        Assert.That(response["asOf"].GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"));
        Assert.That(response["asOf"].GetDateTimeOffset().UtcDateTime, Is.InRange(before, after));
    }

    [Test]
    public async Task With_scope_own_only_the_callers_deals_count()
    {
        var (rep, other) = (await UserAsync(BuiltInRoles.SalesRep), await UserAsync(BuiltInRoles.SalesRep));
        var manager = await UserAsync(BuiltInRoles.SalesManager);
        var data = new SalesData(Db);
        await data.AddAsync(rep.Id, "PROPOSING", 10);
        await data.AddAsync(other.Id, "PROPOSING", 20, currency: "USD");

        Assert.That(await RowsAsync(rep, ""), Is.EqualTo(PlainFigures.Pipeline(data.Live.Where(d => d.OwnerId == rep.Id))));
        Assert.That(await RowsAsync(rep, $"?ownerId={other.Id}"), Is.Empty);
        Assert.That(await RowsAsync(manager, ""), Is.EqualTo(PlainFigures.Pipeline(data.Live)));
        Assert.That(await RowsAsync(rep, "?ownerId=me"), Is.EqualTo(await RowsAsync(manager, $"?ownerId={rep.Id}")));
        (await (await UserWithAsync("""{"deals": ["read"]}""")).GetAsync(Path)).IsProblem(403, "right_missing");
        (await Anonymous.GetAsync(Path)).IsProblem(401, "not_authenticated");
    }

    private static async Task<List<PipelineRow>> RowsAsync(ApiClient client, string query) =>
        Rows((await client.GetAsync(Path + query)).Is(200));

    private static List<PipelineRow> Rows(ApiResponse response) => response["rows"].Deserialize<List<PipelineRow>>(CrmJson.Options)!;
}
