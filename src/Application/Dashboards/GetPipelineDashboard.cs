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
        "Every live deal by its present stage: for each currency all eight stages in the pipeline's order, those without a deal too; the closed ones " +
        "since ever. It shows the present, so from and to, which every report takes, are checked but limit nothing (filters shows them as null). " +
        "A currency appears where at least one deal has it; a currency that is named appears in any case.",
        ReportParameters.Common,
        [
            new("stage", "enum", "The stage the deals are in now."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("count", "count", "How many deals."),
            new("value", "money", "Sum of their values."),
            new("weightedValue", "money", "Sum of value × probability / 100 over the five open stages; 0 for ON_HOLD and the closed ones."),
            new("averageValue", "money", "value / count; null where count is 0."),
            new("oldestCreatedAt", "instant", "createdAt of the oldest of them; null where there is none."),
        ]);
}

/// <summary>A stage of the pipeline in one currency.</summary>
public sealed record PipelineRow(
    EnumText<DealStage> Stage, string Currency, long Count, decimal Value, decimal WeightedValue, decimal? AverageValue, DateTimeOffset? OldestCreatedAt);

internal sealed class GetPipelineDashboardHandler(ReportReader reports) : IQueryHandler<GetPipelineDashboard, Report<PipelineRow>>
{
    // Stages without deals are added here, to keep the query small.
    private static SqlFragment Sql(ReportSql report) => $"""
        select o.currency, o.stage, sum(o.n)::bigint as count, sum(o.value) as value, sum(o.weighted) as weighted,
            min((select min(d.created_at) from deals d
                where d.currency = o.currency and d.stage = o.stage and d.deleted_at is null
                    {report.SameOwner("d.owner_id", "o.owner_id")})) as oldest
        from (
            select s.owner_id, s.currency, s.state as stage, sum(s.n) as n, sum(s.value) as value, sum(s.weighted) as weighted
            from ({report.Rollups("DEALS", $"owner_id, currency, state, n, value, weighted", $"true {report.Currency("currency")}")}) s
            group by s.owner_id, s.currency, s.state
            having sum(s.n) <> 0) o
        group by o.currency, o.stage
        """;

    private static readonly EnumText<DealStage>[] Stages = [.. EnumText<DealStage>.Names.Select(EnumText<DealStage>.Parse)];

    public Task<Result<Report<PipelineRow>>> Handle(GetPipelineDashboard request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetPipelineDashboard, PipelineRow>(request, report => [Sql(report)], ReadAsync, hasPeriod: false, cancellationToken);

    private static async Task<IReadOnlyList<PipelineRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<StageSum>()).ToDictionary(s => (s.Currency, s.Stage));
        var currencies = sums.Keys.Select(k => k.Currency).Append(parameters.Currency ?? "").Where(c => c.Length > 0).Distinct().Order(StringComparer.Ordinal);
        return [.. currencies.SelectMany(currency => Stages.Select(stage => sums.TryGetValue((currency, stage), out var s)
            ? new PipelineRow(stage, currency, s.Count, Figures.Money(s.Value), Figures.Money(s.Weighted / 100), Figures.Money(s.Value / s.Count), s.Oldest)
            : new PipelineRow(stage, currency, 0, 0.00m, 0.00m, null, null)))];
    }

    private sealed record StageSum(string Currency, EnumText<DealStage> Stage, long Count, decimal Value, decimal Weighted, DateTimeOffset? Oldest);
}
