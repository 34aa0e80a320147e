// The baseline: an endpoint for each read that runs the service's own statements with only Dapper and System.Text.Json:
//   Crm.Bench.Bare <recording> <connection string> <address>
using Crm.Application.Common.Json;
using Crm.Application.Contacts;
using Crm.Application.Dashboards;
using Crm.Application.Deals;
using Crm.Application.Timelines;
using Crm.Bench;
using Crm.Bench.Bare;
using Crm.Infrastructure;
using Crm.Infrastructure.Persistence;
using Dapper;

var recording = Recording.Load(args[0]);
var database = new DatabaseOptions(args[1]);
// Uses the service's connection pool with prepared statements. Registering the infrastructure also registers its Dapper type handlers;
// nothing else of it is used.
await using var source = database.CreateWriteSource();
new ServiceCollection().AddInfrastructure(database);

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[2]);
builder.Services.ConfigureHttpJsonOptions(json => CrmJson.Apply(json.SerializerOptions));
var app = builder.Build();

app.MapGet("/ready", () => "ready");
foreach (var (name, statements) in recording.Reads)
{
    var text = new BareStatement(statements);
    _ = name switch
    {
        "board" => app.MapGet($"/{name}", (HttpRequest request) => QueryAsync(text, request, BoardAsync)),
        "deal" => app.MapGet($"/{name}", (HttpRequest request) => QueryAsync(text, request, DealAsync)),
        "dashboard-pipeline" => app.MapGet($"/{name}", (HttpRequest request) => QueryAsync(text, request, ReportAsync<StageSum>)),
        "dashboard-lead-conversion" => app.MapGet($"/{name}", (HttpRequest request) => QueryAsync(text, request, ReportAsync<StatusSum>)),
        "dashboard-user-performance" => app.MapGet(
            $"/{name}", (HttpRequest request) => QueryAsync(text, request, ReportsAsync<UserSum, Person>)),
        "dashboard-summary" => app.MapGet(
            $"/{name}", (HttpRequest request) => QueryAsync(text, request, ReportsAsync<SummarySum, TopDeal>)),
        _ when name.StartsWith("timeline", StringComparison.Ordinal) => app.MapGet(
            $"/{name}", (HttpRequest request) => ListAsync<TimelineRow>(text, request)),
        _ => app.MapGet($"/{name}", (HttpRequest request) => ListAsync<ContactRow>(text, request)),
    };
}

await app.RunAsync();

async Task<object> ListAsync<TRow>(BareStatement statement, HttpRequest request)
{
    await using var connection = await source.OpenConnectionAsync(request.HttpContext.RequestAborted);
    var rows = (await connection.QueryAsync<TRow>(statement.Sql, statement.ParametersOf(request.Query))).AsList();
    string? next = null;
    if (rows.Count > 50)
    {
        rows.RemoveAt(50);
        next = "next";
    }

    return new { items = rows, nextCursor = next };
}

async Task<object> QueryAsync(BareStatement statement, HttpRequest request, Func<SqlMapper.GridReader, Task<object>> read)
{
    await using var connection = await source.OpenConnectionAsync(request.HttpContext.RequestAborted);
    await using var sets = await connection.QueryMultipleAsync(statement.Sql, statement.ParametersOf(request.Query));
    return await read(sets);
}

async Task<object> BoardAsync(SqlMapper.GridReader sets)
{
    var totals = (await sets.ReadAsync<BoardTotal>()).ToLookup(t => t.Stage);
    var deals = (await sets.ReadAsync<PipelineDeal>()).ToLookup(d => d.Stage.ToString());
    return new
    {
        asOf = DateTimeOffset.UtcNow,
        columns = BareStages.Open.Select(
            stage => new { stage, count = totals[stage].Sum(t => t.Count), totals = totals[stage], deals = deals[stage] }),
    };
}

async Task<object> DealAsync(SqlMapper.GridReader sets)
{
    var deal = await sets.ReadSingleAsync<BareDeal>();
    return new { deal, products = await sets.ReadAsync<DealProductRow>(), history = await sets.ReadAsync<DealHistoryRow>() };
}

// The first result set is the time of the response and the setting for the statement that follows.
async Task<object> ReportAsync<TRow>(SqlMapper.GridReader sets) =>
    new { asOf = (await sets.ReadSingleAsync<Moment>()).Now, rows = await sets.ReadAsync<TRow>() };

async Task<object> ReportsAsync<TRow, TMore>(SqlMapper.GridReader sets) =>
    new { asOf = (await sets.ReadSingleAsync<Moment>()).Now, rows = await sets.ReadAsync<TRow>(), more = await sets.ReadAsync<TMore>() };
