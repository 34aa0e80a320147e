using Crm.Application.Reports;
using Crm.Domain.Deals;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetPipelineDashboard(ReportInput Input) : IQuery<Report<PipelineRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "pipeline",
        "/api/dashboard/pipeline",
        "The pipeline by stage",
        "All live deals by current stage: for each currency a row for each of the eight stages in the order of the pipeline, even " +
            "without deals. Closed stages include " +
        "all deals ever closed. The figures are current, so there is no period and no time zone to choose. " +
        "A currency is included if a deal has it; a requested currency is always included.",
        ReportParameters.CommonWithout("from", "to", "tz"),
        [
            new("stage", "enum", "The current stage of the deals."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("count", "count", "The number of deals."),
            new("value", "money", "Sum of the values of these deals."),
            new("weightedValue", "money", "Sum of value × probability / 100 in the five open stages; 0 for ON_HOLD and closed stages."),
            new("averageValue", "money", "value / count; null if count is 0."),
            new("oldestCreatedAt", "instant", "createdAt of the oldest deal; null if there is none."),
        ]);
}

/// <summary>A stage of the pipeline in one currency.</summary>
public sealed record PipelineRow(
    EnumText<DealStage> Stage, string Currency, long Count, decimal Value, decimal WeightedValue, decimal? AverageValue,
    DateTimeOffset? OldestCreatedAt);

internal sealed class GetPipelineDashboardHandler(ReportReader reports) : IQueryHandler<GetPipelineDashboard, Report<PipelineRow>>
{
    // Stages without deals are added here, to keep the query small.
    private static SqlFragment Sql(ReportSql report) => $"""
        select o.currency, o.stage, sum(o.n)::bigint as count, sum(o.value) as value, sum(o.weighted) as weighted,
            min((select min(d.created_at) from deals d
                where d.currency = o.currency and d.stage = o.stage and d.deleted_at is null
                    {report.SameOwner<Deal>("d.owner_id", "o.owner_id")})) as oldest
        from (
            select s.owner_id, s.currency, s.state as stage, sum(s.n) as n, sum(s.value) as value, sum(s.weighted) as weighted
            from (
                {report.Rollups<Deal>("DEALS", $"owner_id, currency, state, n, value, weighted", $"true {report.Currency("currency")}")}) s
            group by s.owner_id, s.currency, s.state
            having sum(s.n) <> 0) o
        group by o.currency, o.stage
        """;

    private static readonly EnumText<DealStage>[] Stages = [.. EnumText<DealStage>.Names.Select(EnumText<DealStage>.Parse)];

    public Task<Result<Report<PipelineRow>>> Handle(GetPipelineDashboard request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetPipelineDashboard, PipelineRow>(
            request, report => [Sql(report)], ReadAsync, cancellationToken);

    private static async Task<IReadOnlyList<PipelineRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<StageSum>()).ToDictionary(s => (s.Currency, s.Stage));
        var currencies = sums.Keys.Select(k => k.Currency).Append(parameters.Currency ?? "").Where(c => c.Length > 0).Distinct()
            .Order(StringComparer.Ordinal);
        return [.. currencies.SelectMany(currency => Stages.Select(stage => sums.TryGetValue((currency, stage), out var s)
            ? new PipelineRow(stage, currency, s.Count, Figures.Money(s.Value), Figures.Money(s.Weighted / 100),
                Figures.Money(s.Value / s.Count), s.Oldest)
            : new PipelineRow(stage, currency, 0, 0.00m, 0.00m, null, null)))];
    }

    private sealed record StageSum(
        string Currency, EnumText<DealStage> Stage, long Count, decimal Value, decimal Weighted, DateTimeOffset? Oldest);
}
