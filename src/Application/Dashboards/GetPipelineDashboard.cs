using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Reports;
using Crm.Domain.Common;
using Crm.Domain.Deals;
using Crm.Domain.Roles;

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

internal sealed class GetPipelineDashboardValidator(IClock clock) : ReportValidator<GetPipelineDashboard>(clock);

internal sealed class GetPipelineDashboardHandler(ReportReader reports) : IQueryHandler<GetPipelineDashboard, Report<PipelineRow>>
{
    private const string Sql = """
        with stages (stage, place) as (
            values ('PROSPECTING', 1), ('QUALIFYING', 2), ('PROPOSING', 3), ('NEGOTIATING', 4), ('FOLLOW_UP', 5), ('CLOSED_WON', 6), ('CLOSED_LOST', 7), ('ON_HOLD', 8)),
        owners as (
            select s.owner_id, s.currency, s.state as stage, sum(s.n) as n, sum(s.value) as value, sum(s.weighted) as weighted
            from (/*scope sums DEALS*/) s
            where true /*currency s.currency*/
            group by s.owner_id, s.currency, s.state
            having sum(s.n) <> 0),
        sums as (
            select o.currency, o.stage, sum(o.n) as n, sum(o.value) as value, sum(o.weighted) as weighted,
                min(case when o.owner_id is null
                    then (select min(d.created_at) from deals d where d.currency = o.currency and d.stage = o.stage and d.deleted_at is null)
                    else (select min(d.created_at) from deals d where d.owner_id = o.owner_id and d.currency = o.currency and d.stage = o.stage and d.deleted_at is null)
                end) as oldest
            from owners o
            group by o.currency, o.stage),
        currencies as (
            select currency from sums
            union
            select @currency::text where @currency::text is not null)
        select s.stage, c.currency, coalesce(f.n, 0)::bigint as count, round(coalesce(f.value, 0), 2) as value,
            round(coalesce(f.weighted, 0) * 0.01, 2) as weighted_value, round(f.value / f.n, 2) as average_value, f.oldest as oldest_created_at
        from currencies c
        cross join stages s
        left join sums f on f.currency = c.currency and f.stage = s.stage
        order by c.currency, s.place
        """;

    public Task<Result<Report<PipelineRow>>> Handle(GetPipelineDashboard request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetPipelineDashboard, PipelineRow>(request, _ => Sql, hasPeriod: false, cancellationToken);
}
