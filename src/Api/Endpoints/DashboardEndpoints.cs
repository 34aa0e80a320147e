using Crm.Application.Dashboards;

namespace Crm.Api.Endpoints;

internal sealed class DashboardEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var dashboard = app.MapCollection("dashboard", new TagDescription("Dashboard", "Figures that are kept up to date at each change."));
        dashboard.MapGet("/pipeline", Pipeline).Reports<GetPipelineDashboard, PipelineRow>("getPipelineDashboard");
        dashboard.MapGet("/lead-conversion", LeadConversion).Reports<GetLeadConversion, LeadConversionRow>("getLeadConversion");
        dashboard.MapGet("/user-performance", UserPerformance).Reports<GetUserPerformance, UserPerformanceRow>("getUserPerformance");
        dashboard.MapGet("/summary", Summary).Reports<GetSummary, SummaryRow>("getSummary");
    }

    private static Task<IResult> Pipeline(UseCaseSender useCases) => useCases.ReportAsync(input => new GetPipelineDashboard(input));

    private static Task<IResult> LeadConversion(UseCaseSender useCases) => useCases.ReportAsync(input => new GetLeadConversion(input));

    private static Task<IResult> UserPerformance(UseCaseSender useCases) => useCases.ReportAsync(input => new GetUserPerformance(input));

    private static Task<IResult> Summary(UseCaseSender useCases) => useCases.ReportAsync(input => new GetSummary(input));
}
