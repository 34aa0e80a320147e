using Crm.Application.Reports;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Reports;

public sealed class ListReportsTests : ApiTest
{
    /// <summary>The routes of reports, in the order of the list.</summary>
    private IEnumerable<string> Paths => Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<ReportDefinition>() is not null)
        .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct().Order(StringComparer.Ordinal);

    [Test]
    public async Task Every_report_is_listed_and_matches_its_description()
    {
        var reports = (await Admin.GetAsync("/api/reports")).Is(200).Items;

        Assert.That(reports.Select(r => r.GetProperty("path").GetString()), Is.EqualTo(Paths).And.Contains("/api/reports/forecast"));
        foreach (var report in reports)
        {
            var path = report.GetProperty("path").GetString()!;
            var columns = report.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ToList();
            var parameters = report.GetProperty("parameters").EnumerateArray().ToList();
            var query = string.Join(
                '&', parameters.Select(p => $"{p.GetProperty("name").GetString()}={p.GetProperty("name").GetString() switch
                {
                    "from" => "2025-01-01",
                    "to" => "2025-12-31",
                    "tz" => "Europe/Berlin",
                    "ownerId" => "me",
                    "groupId" => "018f5c3e-0000-7000-8000-000000000000",
                    "currency" => "EUR",
                    // Grouped by owner, a row has all columns.
                    _ => p.GetProperty("values").EnumerateArray().Select(v => v.GetString()).OrderBy(v => v != "owner").First(),
                }}"));
            var csv = (await Admin.GetAsync($"{path}?{query}", "text/csv")).Is(200);
            Assert.That(csv.Body.Split("\r\n")[0].Split(','), Is.EqualTo(columns));

            foreach (var value in parameters.SelectMany(
                p => p.GetProperty("values").EnumerateArray().Select(v => $"{p.GetProperty("name").GetString()}={v.GetString()}")))
                (await Admin.GetAsync($"{path}?{value}")).Is(200);
        }
    }

    [Test]
    public async Task The_list_requires_the_permission_and_has_no_parameters()
    {
        (await (await UserWithAsync("""{"deals": ["read"]}""")).GetAsync("/api/reports")).IsProblem(403, "right_missing");
        (await Admin.GetAsync("/api/reports?limit=5")).IsProblem(400, "unknown_parameter");
    }
}
