using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageDurations(ReportInput Input) : IQuery<Report<StageDurationRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-durations",
        "/api/reports/stage-durations",
        "How long deals stay in each stage",
        "A stay lasts from the transition into a stage to the deal's next transition; it is counted if that next transition is in the " +
            "period. The columns " +
        "present… show the deals that are in the stage now, with the time since they entered it, independent of the period. A closed " +
            "stage has stays " +
        "that ended by reopening; its columns present… are null, because a closed deal does not age. For each currency with such deals, " +
            "and always for a requested currency, there is a row for each of the eight stages in " +
        "the order of the pipeline. A day has 24 hours, and figures include fractions. Median and p90 are interpolated. Figures without " +
            "data are null.",
        ReportParameters.Common,
        [
            new("stage", "enum", "The stage."),
            new("currency", "currency", "ISO 4217 code of the deals' current currency."),
            new("endedCount", "count", "Stays that ended in the period."),
            new("endedMeanDays", "days", "Mean duration of these stays."),
            new("endedMedianDays", "days", "Median duration of these stays."),
            new("endedP90Days", "days", "90th percentile of the duration of these stays."),
            new("presentCount", "count", "Deals in the stage now; null for the closed stages."),
            new("presentMeanDays", "days", "Mean time since these deals entered the stage."),
            new("presentMedianDays", "days", "Median time since these deals entered the stage."),
            new("presentP90Days", "days", "90th percentile of the time since these deals entered the stage."),
        ]);
}

/// <summary>How long deals of one currency remain in a stage.</summary>
public sealed record StageDurationRow(
    EnumText<DealStage> Stage, string Currency, long EndedCount, double? EndedMeanDays, double? EndedMedianDays, double? EndedP90Days,
    long? PresentCount, double? PresentMeanDays, double? PresentMedianDays, double? PresentP90Days);

internal sealed class GetStageDurationsHandler(ReportReader reports) : IQueryHandler<GetStageDurations, Report<StageDurationRow>>
{
    // The sequence numbers of a deal's transitions have no gaps.
    private static SqlFragment Sql(ReportSql report) => $"""
        with {ReportSql.Stages},
        stays as (
            select d.currency, n.from_stage as stage, true as ended, extract(epoch from n.changed_at - h.changed_at) as seconds
            from deal_stage_history n
            join deal_stage_history h on h.deal_id = n.deal_id and h.seq = n.seq - 1
            join deals d on d.id = n.deal_id
            where d.deleted_at is null {report.Period("n.changed_at")} {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
            union all
            select d.currency, d.stage, false, extract(epoch from greatest({report.Now} - d.stage_entered_at, '0'::interval))
            from deals d
            where d.deleted_at is null and d.stage not in ('CLOSED_WON', 'CLOSED_LOST')
                {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}),
        sums as (
            select s.currency, s.stage, s.ended, count(*) as n, (sum(s.seconds) / count(*) / 86400)::float8 as mean,
                percentile_cont(array[0.5, 0.9]) within group (order by s.seconds::float8 / 86400) as shares
            from stays s
            group by s.currency, s.stage, s.ended),
        currencies as (
            select currency from sums
            union
            select {report.NamedCurrency} where {report.NamedCurrency} is not null)
        select s.stage, c.currency, coalesce(e.n, 0) as ended_count, e.mean as ended_mean_days, e.shares[1] as ended_median_days,
            e.shares[2] as ended_p90_days,
            case when s.stage in ('CLOSED_WON', 'CLOSED_LOST') then null else coalesce(p.n, 0) end as present_count,
            p.mean as present_mean_days, p.shares[1] as present_median_days, p.shares[2] as present_p90_days
        from currencies c
        cross join stages s
        left join sums e on e.currency = c.currency and e.stage = s.stage and e.ended
        left join sums p on p.currency = c.currency and p.stage = s.stage and not p.ended
        order by c.currency, s.place
        """;

    public Task<Result<Report<StageDurationRow>>> Handle(GetStageDurations request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageDurations, StageDurationRow>(request, Sql, cancellationToken);
}
