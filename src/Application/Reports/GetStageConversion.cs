using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageConversion(ReportInput Input) : IQuery<Report<StageConversionRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-conversion",
        "/api/reports/stage-conversion",
        "The outcome of deals by entered stage",
        "The cohort of an open stage: the deals that entered it for the first time in the period, by creation or by a transition. Each " +
            "deal is in one of three sets: advanced, if its " +
        "history has a later open stage (in the order PROSPECTING, QUALIFYING, PROPOSING, NEGOTIATING, FOLLOW_UP) or CLOSED_WON at any " +
            "time, even before the period and whatever happened " +
        "afterwards (a skipped stage counts as passed); otherwise lost, if it is CLOSED_LOST now; otherwise open, including ON_HOLD. So " +
            "enteredCount = advancedCount + lostCount + openCount, " +
        "and the sum of the three rates is 1. For each currency with such deals, and always for a requested currency, there is a row " +
            "for each of the five open stages in order.",
        ReportParameters.Common,
        [
            new("stage", "enum", "The entered stage."),
            new("currency", "currency", "ISO 4217 code of the deals' current currency."),
            new("enteredCount", "count", "Deals that entered the stage for the first time in the period."),
            new("advancedCount", "count", "Deals of enteredCount that ever entered a later open stage or were won."),
            new("lostCount", "count", "Other deals of enteredCount that are CLOSED_LOST now."),
            new("openCount", "count", "The remaining deals: open or on hold."),
            new("advancedRate", "ratio", "advancedCount / enteredCount."),
            new("lostRate", "ratio", "lostCount / enteredCount."),
            new("openRate", "ratio", "openCount / enteredCount."),
        ]);
}

/// <summary>The outcome of the deals of one currency that entered a stage.</summary>
public sealed record StageConversionRow(
    EnumText<DealStage> Stage, string Currency, long EnteredCount, long AdvancedCount, long LostCount, long OpenCount,
    double? AdvancedRate, double? LostRate, double? OpenRate);

internal sealed class GetStageConversionHandler(ReportReader reports) : IQueryHandler<GetStageConversion, Report<StageConversionRow>>
{
    private static SqlFragment Sql(ReportSql report) => $$"""
        with stages (stage, place, later) as (
            values ('PROSPECTING', 1, '{QUALIFYING,PROPOSING,NEGOTIATING,FOLLOW_UP,CLOSED_WON}'::text[]), ('QUALIFYING', 2,
                '{PROPOSING,NEGOTIATING,FOLLOW_UP,CLOSED_WON}'),
                ('PROPOSING', 3, '{NEGOTIATING,FOLLOW_UP,CLOSED_WON}'), ('NEGOTIATING', 4, '{FOLLOW_UP,CLOSED_WON}'), ('FOLLOW_UP', 5,
                    '{CLOSED_WON}')),
        cohorts as (
            select d.currency, h.to_stage as stage, d.stage as current_stage,
                exists (select true from deal_stage_history r where r.deal_id = h.deal_id and r.to_stage = any(s.later)) as advanced
            from deal_stage_history h
            join stages s on s.stage = h.to_stage
            join deals d on d.id = h.deal_id
            where d.deleted_at is null {{report.Period("h.changed_at")}}
                {{report.Scope<Deal>("d", "owner_id")}} {{report.Currency("d.currency")}}
                and not exists (select true from deal_stage_history e where e.deal_id = h.deal_id and e.to_stage = h.to_stage
                    and e.seq < h.seq)),
        sums as (
            select c.currency, c.stage, count(*) as n, count(*) filter (where c.advanced) as advanced,
                count(*) filter (where not c.advanced and c.current_stage = 'CLOSED_LOST') as lost,
                count(*) filter (where not c.advanced and c.current_stage <> 'CLOSED_LOST') as open
            from cohorts c
            group by c.currency, c.stage),
        currencies as (
            select currency from sums
            union
            select {{report.NamedCurrency}} where {{report.NamedCurrency}} is not null)
        select s.stage, c.currency, coalesce(f.n, 0) as entered_count, coalesce(f.advanced, 0) as advanced_count, coalesce(f.lost,
            0) as lost_count,
            coalesce(f.open, 0) as open_count, f.advanced::float8 / f.n as advanced_rate, f.lost::float8 / f.n as lost_rate,
                f.open::float8 / f.n as open_rate
        from currencies c
        cross join stages s
        left join sums f on f.currency = c.currency and f.stage = s.stage
        order by c.currency, s.place
        """;

    public Task<Result<Report<StageConversionRow>>> Handle(GetStageConversion request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageConversion, StageConversionRow>(request, Sql, cancellationToken);
}
