using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageDurations(ReportInput Input) : IQuery<Report<StageDurationRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-durations",
        "/api/reports/stage-durations",
        "How long deals stay in each stage",
        "A stay lasts from the step of a deal's history that entered a stage to the deal's next step; it counts where that next step was taken in the period. Beside " +
        "these stand the deals that are in the stage now, with the time since they entered it, whatever the period. A closed stage has stays " +
        "that ended by a reopening, but what is closed now grows no older: its present figures are null. For each currency that such a deal has, and for one that is named in any case, there are all eight stages in " +
        "the pipeline's order. Days are days of 24 hours with their fractions; median and p90 are interpolated; a figure over nothing is null.",
        ReportParameters.Common,
        [
            new("stage", "enum", "The stage."),
            new("currency", "currency", "ISO 4217, as the deals have it now."),
            new("endedCount", "count", "Stays that ended in the period."),
            new("endedMeanDays", "days", "How long they were, on average."),
            new("endedMedianDays", "days", "Their median."),
            new("endedP90Days", "days", "Nine in ten of them were no longer."),
            new("presentCount", "count", "Deals in the stage now; null for the closed stages."),
            new("presentMeanDays", "days", "How long they have been in it, on average."),
            new("presentMedianDays", "days", "Their median."),
            new("presentP90Days", "days", "Nine in ten of them have not been in it longer."),
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
            where d.deleted_at is null {report.Period("n.changed_at")} {report.Scope("d.owner_id")} {report.Currency("d.currency")}
            union all
            select d.currency, d.stage, false, extract(epoch from greatest({report.Now} - d.stage_entered_at, '0'::interval))
            from deals d
            where d.deleted_at is null and d.stage not in ('CLOSED_WON', 'CLOSED_LOST')
                {report.Scope("d.owner_id")} {report.Currency("d.currency")}),
        sums as (
            select s.currency, s.stage, s.ended, count(*) as n, (sum(s.seconds) / count(*) / 86400)::float8 as mean,
                percentile_cont(array[0.5, 0.9]) within group (order by s.seconds::float8 / 86400) as shares
            from stays s
            group by s.currency, s.stage, s.ended),
        currencies as (
            select currency from sums
            union
            select {report.NamedCurrency} where {report.NamedCurrency} is not null)
        select s.stage, c.currency, coalesce(e.n, 0) as ended_count, e.mean as ended_mean_days, e.shares[1] as ended_median_days, e.shares[2] as ended_p90_days,
            case when s.stage in ('CLOSED_WON', 'CLOSED_LOST') then null else coalesce(p.n, 0) end as present_count,
            p.mean as present_mean_days, p.shares[1] as present_median_days, p.shares[2] as present_p90_days
        from currencies c
        cross join stages s
        left join sums e on e.currency = c.currency and e.stage = s.stage and e.ended
        left join sums p on p.currency = c.currency and p.stage = s.stage and not p.ended
        order by c.currency, s.place
        """;

    public Task<Result<Report<StageDurationRow>>> Handle(GetStageDurations request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageDurations, StageDurationRow>(request, Sql, hasPeriod: true, cancellationToken);
}
