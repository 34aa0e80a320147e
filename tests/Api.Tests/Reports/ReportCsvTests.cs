using CsvHelper;

namespace Crm.Api.Tests.Reports;

public sealed class ReportCsvTests : ApiTest
{
    private const string Year = "from=2025-01-01&to=2025-12-31";

    [TestCase("/api/dashboard/pipeline")]
    [TestCase($"/api/reports/sales-performance?{Year}")]
    [TestCase($"/api/reports/sales-performance?{Year}&groupBy=industry")]
    [TestCase($"/api/reports/sales-performance?{Year}&groupBy=owner")]
    public async Task The_rows_are_those_of_json(string path)
    {
        var (anna, ben) = (await UserAsync(firstName: "Anna"), await UserAsync(firstName: "Ben, \"B\""));
        await new SalesData(Db).AddRandomAsync(7, [(anna.Id, ""), (ben.Id, "")]);

        await ExpectRowsOfJsonAsync(Admin, path);
    }

    /// <summary>Expects that a report has rows and that CSV has the same rows.</summary>
    internal static async Task ExpectRowsOfJsonAsync(ApiClient client, string path)
    {
        var json = (await client.GetAsync(path)).Is(200)["rows"].EnumerateArray().ToList();
        var csv = (await client.GetAsync(path, "text/csv")).Is(200);

        Assert.That(csv.Header("Content-Type"), Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(csv.Header("Content-Disposition"), Is.EqualTo($"attachment; filename=\"{path.Split('?')[0].Split('/')[^1]}.csv\""));
        var lines = Read(csv.Body);
        Assert.That(lines[0], Is.EqualTo(json[0].EnumerateObject().Select(m => m.Name)));
        Assert.That(lines.Skip(1), Is.EqualTo(json.Select(r => r.EnumerateObject().Select(m => m.Value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => m.Value.GetString()! is ['=' or '+' or '-' or '@', ..] formula ? $"'{formula}" : m.Value.GetString()!,
            _ => m.Value.GetRawText(),
        }))));
    }

    [TestCase("=HYPERLINK(\"http://evil.example\",\"x\")")]
    [TestCase("+1+1")]
    [TestCase("-2+3")]
    [TestCase("@SUM(A1)")]
    public async Task Text_that_looks_like_a_formula_is_escaped(string industry)
    {
        await new SalesData(Db).AddAsync(Admin.Id, "CLOSED_WON", closed: "2025-01-01", created: "2025-01-02T00:00:00Z", industry: industry);

        var csv = (await Admin.GetAsync($"/api/reports/sales-performance?{Year}&groupBy=industry", "text/csv")).Is(200);

        var row = Read(csv.Body)[1];
        Assert.That(row[0], Is.EqualTo("'" + industry));
        // Numbers are not escaped, not even negative ones.
        Assert.That(row[10], Is.EqualTo("-1"));
    }

    [Test]
    public async Task Without_rows_there_is_the_header()
    {
        var csv = (await Admin.GetAsync("/api/dashboard/pipeline", "text/csv")).Is(200);

        Assert.That(csv.Body, Is.EqualTo("stage,currency,count,value,weightedValue,averageValue,oldestCreatedAt\r\n"));
    }

    [Test]
    public async Task The_catalogue_is_a_table_of_parameters_and_columns()
    {
        var lines = Read((await Admin.GetAsync("/api/reports", "text/csv")).Is(200).Body);

        Assert.That(string.Join(',', lines[0]), Is.EqualTo("report,path,kind,name,type,definition"));
        Assert.That(
            lines.Select(l => new { Report = l[0], Kind = l[2], Name = l[3] }),
            Does.Contain(new { Report = "sales-performance", Kind = "column", Name = "winRate" }).And.Contain(
                new { Report = "summary", Kind = "parameter", Name = "tz" }));
    }

    [TestCase("text/csv", "text/csv; charset=utf-8")]
    [TestCase("text/csv, */*;q=0.1", "text/csv; charset=utf-8")]
    [TestCase("text/csv, */*", "text/csv; charset=utf-8")]
    [TestCase("text/csv, application/json;q=0.5", "text/csv; charset=utf-8")]
    [TestCase("application/json, text/csv;q=0.5", "application/json")]
    [TestCase("application/json, text/csv", "application/json")]
    [TestCase("*/*", "application/json")]
    public async Task The_accept_header_selects_the_format(string accept, string type) =>
        Assert.That((await Admin.GetAsync("/api/dashboard/pipeline", accept)).Is(200).Header("Content-Type"), Is.EqualTo(type));

    [TestCase("/api/dashboard/pipeline", "application/xml")]
    [TestCase("/api/dashboard/pipeline", "application/json;q=0, text/csv;q=0")]
    [TestCase("/api/companies", "text/csv")]
    public async Task An_unsupported_format_is_not_acceptable(string path, string accept) =>
        (await Admin.GetAsync(path, accept)).IsProblem(406, "not_acceptable");

    [Test]
    public async Task An_error_is_a_problem_document_for_csv_too() =>
        (await Admin.GetAsync("/api/dashboard/summary?tz=x", "text/csv")).IsProblem(400, "invalid_parameter", "tz");

    private static List<string[]> Read(string csv)
    {
        using var reader = CsvReader.FromText(csv, new CsvReaderOptions { HasHeader = false });
        var lines = new List<string[]>();
        while (reader.Read())
            lines.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return lines;
    }

    [Test]
    public async Task An_export_is_audited_with_the_report_its_filters_and_the_number_of_rows()
    {
        const string Path = "/api/dashboard/pipeline?currency=EUR";
        (await Admin.GetAsync(Path)).Is(200);
        (await Admin.SendAsync(HttpMethod.Head, Path, null, accept: "text/csv")).Is(200);
        (await Admin.GetAsync(Path + "&nonsense=1", accept: "text/csv")).Is(400);
        Assert.That(await Db.ScalarAsync<long>("select count(*) from audit_logs where action = 'EXPORT'"), Is.Zero);

        var csv = (await Admin.GetAsync(Path, accept: "text/csv")).Is(200);
        (await Admin.GetAsync("/api/reports", accept: "text/csv")).Is(200);

        var rows = (await Admin.GetAsync("/api/audit-logs?action=EXPORT&sort=createdAt")).Is(200).Items;
        Assert.That(rows, Has.Count.EqualTo(2));
        var metadata = rows[0].GetProperty("metadata");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows[0].GetProperty("userId").GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(rows[0].GetProperty("entityType").GetString(), Is.EqualTo("User"));
            Assert.That(rows[0].GetProperty("entityId").GetGuid(), Is.EqualTo(Admin.Id));
            Assert.That(metadata.GetProperty("name").GetString(), Is.Not.Empty);
            Assert.That(metadata.GetProperty("filters").GetRawText(), Does.Contain("EUR"));
            Assert.That(metadata.GetProperty("rows").GetInt32(), Is.EqualTo(csv.Body.Split("\r\n").Length - 2));
            Assert.That(metadata.GetProperty("traceId").GetString(), Is.Not.Empty);
        }
    }
}
