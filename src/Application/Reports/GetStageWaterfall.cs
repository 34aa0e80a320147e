using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageWaterfall(ReportInput Input) : IQuery<Report<StageWaterfallRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-waterfall",
        "/api/reports/stage-waterfall",
        "Opening, incoming, outgoing and closing deals of each stage",
        "The transitions of stage-movement, summed for each stage, between the deals in the stage at the start of the period and those " +
            "at its end (or now, if the period " +
        "has not ended). So openingCount + inCount − outCount = closingCount in each row, and the same for the values. The stage of a " +
            "deal at a time is that of the last transition in its history " +
        "until then. Only live deals are included, with their current value, currency and owner, so the closing figures of a period " +
            "that has not ended match the pipeline. For each currency with such deals, " +
        "and always for a requested currency, there is a row for each of the eight stages in the order of the pipeline.",
        ReportParameters.Common,
        [
            new("stage", "enum", "The stage."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("openingCount", "count", "Deals in the stage at the start of the period."),
            new("inCount", "count", "Transitions into the stage in the period, including creations."),
            new("outCount", "count", "Transitions out of the stage in the period."),
            new("closingCount", "count", "Deals in the stage at the end of the period."),
            new("openingValue", "money", "Sum of the current values of the deals of openingCount."),
            new("inValue", "money", "Sum of the current values of the deals of inCount, once for each transition."),
            new("outValue", "money", "Sum of the current values of the deals of outCount, once for each transition."),
            new("closingValue", "money", "Sum of the current values of the deals of closingCount."),
        ]);
}

/// <summary>The opening, incoming, outgoing and closing deals of a stage in one currency.</summary>
public sealed record StageWaterfallRow(
    EnumText<DealStage> Stage, string Currency, long OpeningCount, long InCount, long OutCount, long ClosingCount,
    decimal OpeningValue, decimal InValue, decimal OutValue, decimal ClosingValue);

internal sealed class GetStageWaterfallHandler(ReportReader reports) : IQueryHandler<GetStageWaterfall, Report<StageWaterfallRow>>
{
    // The deals of a stage at a time are computed from the last transition before it, not from the transitions of the period. A test checks
    // that both agree.
    private static SqlFragment Sql(ReportSql report) => $"""
        with {ReportSql.Stages},
        steps as (
            select d.currency, d.value, h.deal_id, h.seq, h.from_stage, h.to_stage, h.changed_at >= {report.Begin} as inside
            from deal_stage_history h
            join deals d on d.id = h.deal_id
            where d.deleted_at is null and h.changed_at < {report.End}
                {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}),
        facts as (
            (select distinct on (s.deal_id) s.currency, s.to_stage as stage, 'opening' as kind, s.value from steps s where not s.inside
                order by s.deal_id, s.seq desc)
            union all
            (select distinct on (s.deal_id) s.currency, s.to_stage, 'closing', s.value from steps s order by s.deal_id, s.seq desc)
            union all
            select s.currency, s.to_stage, 'in', s.value from steps s where s.inside
            union all
            select s.currency, s.from_stage, 'out', s.value from steps s where s.inside and s.from_stage is not null),
        sums as (
            select f.currency, f.stage,
                count(*) filter (where f.kind = 'opening') as opening_n, coalesce(sum(f.value) filter (where f.kind = 'opening'),
                    0.00) as opening_value,
                count(*) filter (where f.kind = 'in') as in_n, coalesce(sum(f.value) filter (where f.kind = 'in'), 0.00) as in_value,
                count(*) filter (where f.kind = 'out') as out_n, coalesce(sum(f.value) filter (where f.kind = 'out'), 0.00) as out_value,
                count(*) filter (where f.kind = 'closing') as closing_n, coalesce(sum(f.value) filter (where f.kind = 'closing'),
                    0.00) as closing_value
            from facts f
            group by f.currency, f.stage),
        currencies as (
            select currency from sums
            union
            select {report.NamedCurrency} where {report.NamedCurrency} is not null)
        select s.stage, c.currency, coalesce(f.opening_n, 0) as opening_count, coalesce(f.in_n, 0) as in_count, coalesce(f.out_n,
            0) as out_count,
            coalesce(f.closing_n, 0) as closing_count, coalesce(f.opening_value, 0.00) as opening_value, coalesce(f.in_value,
                0.00) as in_value,
            coalesce(f.out_value, 0.00) as out_value, coalesce(f.closing_value, 0.00) as closing_value
        from currencies c
        cross join stages s
        left join sums f on f.currency = c.currency and f.stage = s.stage
        order by c.currency, s.place
        """;

    public Task<Result<Report<StageWaterfallRow>>> Handle(GetStageWaterfall request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageWaterfall, StageWaterfallRow>(request, Sql, cancellationToken);
}
