using Crm.Application.Reports;

namespace Crm.Api.Endpoints;

internal sealed class ReportEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var reports = app.MapCollection("reports", new TagDescription("Reports", "Figures over a period, each with its definition."));
        reports.MapGet("/", List).Reads<ListReports, ReportCatalogue>(
            "listReports", "List the reports with their parameters and definitions").AlsoCsv();
        reports.MapGet("/sales-performance", SalesPerformance).Reports<GetSalesPerformance, SalesPerformanceRow>("getSalesPerformance");
        reports.MapGet("/stage-durations", StageDurations).Reports<GetStageDurations, StageDurationRow>("getStageDurations");
        reports.MapGet("/stage-conversion", StageConversion).Reports<GetStageConversion, StageConversionRow>("getStageConversion");
        reports.MapGet("/stage-movement", StageMovement).Reports<GetStageMovement, StageMovementRow>("getStageMovement");
        reports.MapGet("/stage-waterfall", StageWaterfall).Reports<GetStageWaterfall, StageWaterfallRow>("getStageWaterfall");
        reports.MapGet("/forecast", Forecast).Reports<GetForecast, ForecastRow>("getForecast");
        reports.MapGet("/leaderboard", Leaderboard).Reports<GetLeaderboard, LeaderboardRow>("getLeaderboard");
        reports.MapGet("/sources", Sources).Reports<GetSources, SourceRow>("getSources");
        reports.MapGet("/losses", Losses).Reports<GetLosses, LossRow>("getLosses");
        reports.MapGet("/activity", Activity).Reports<GetActivity, ActivityRow>("getActivity");
        reports.MapGet("/system-performance", SystemPerformance).ReportsAs<GetSystemPerformance, SystemPerformance>("getSystemPerformance");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.TableAsync(new ListReports());

    private static Task<IResult> SalesPerformance(UseCaseSender useCases) => useCases.ReportAsync(input => new GetSalesPerformance(input));

    private static Task<IResult> StageDurations(UseCaseSender useCases) => useCases.ReportAsync(input => new GetStageDurations(input));

    private static Task<IResult> StageConversion(UseCaseSender useCases) => useCases.ReportAsync(input => new GetStageConversion(input));

    private static Task<IResult> StageMovement(UseCaseSender useCases) => useCases.ReportAsync(input => new GetStageMovement(input));

    private static Task<IResult> StageWaterfall(UseCaseSender useCases) => useCases.ReportAsync(input => new GetStageWaterfall(input));

    private static Task<IResult> Forecast(UseCaseSender useCases) => useCases.ReportAsync(input => new GetForecast(input));

    private static Task<IResult> Leaderboard(UseCaseSender useCases) => useCases.ReportAsync(input => new GetLeaderboard(input));

    private static Task<IResult> Sources(UseCaseSender useCases) => useCases.ReportAsync(input => new GetSources(input));

    private static Task<IResult> Losses(UseCaseSender useCases) => useCases.ReportAsync(input => new GetLosses(input));

    private static Task<IResult> Activity(UseCaseSender useCases) => useCases.ReportAsync(input => new GetActivity(input));

    private static Task<IResult> SystemPerformance(UseCaseSender useCases) => useCases.TableAsync(new GetSystemPerformance());
}
