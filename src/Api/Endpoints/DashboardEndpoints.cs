using Crm.Api.Http;
using Crm.Application.Dashboards;

namespace Crm.Api.Endpoints;

internal sealed class DashboardEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var dashboard = app.MapCollection("dashboard", "Dashboard");
        dashboard.MapGet("/pipeline", Pipeline).Reports<GetPipelineDashboard, PipelineRow>("getPipelineDashboard");
    }

    private static Task<IResult> Pipeline(UseCases useCases) => useCases.ReportAsync(input => new GetPipelineDashboard(input));
}
