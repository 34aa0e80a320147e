using Crm.Api.Http;
using Crm.Application.Reports;

namespace Crm.Api.Endpoints;

internal sealed class ReportEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var reports = app.MapCollection("reports", "Reports");
        reports.MapGet("/", List).Reads<ListReports, ReportCatalogue>("listReports", "List the reports with their parameters and definitions").AlsoCsv();
        reports.MapGet("/sales-performance", SalesPerformance).Reports<GetSalesPerformance, SalesPerformanceRow>("getSalesPerformance");
        reports.MapGet("/system-performance", SystemPerformance).ReportsAs<GetSystemPerformance, SystemPerformance>("getSystemPerformance");
    }

    private static Task<IResult> List(UseCases useCases) => useCases.TableAsync(new ListReports());

    private static Task<IResult> SalesPerformance(UseCases useCases) => useCases.ReportAsync(input => new GetSalesPerformance(input));

    private static Task<IResult> SystemPerformance(UseCases useCases) => useCases.TableAsync(new GetSystemPerformance());
}
