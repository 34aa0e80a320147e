using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetSalesPerformance(ReportInput Input) : IQuery<Report<SalesPerformanceRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "sales-performance",
        "/api/reports/sales-performance",
        "Won and lost deals, sales cycle and velocity",
        "Won and lost deals are those now CLOSED_WON and CLOSED_LOST whose actualCloseDate is in the period; open deals are those now " +
            "in one of the five open stages " +
        "(without ON_HOLD), independent of the period. Without groupBy there is one row of totals for each currency with such deals, " +
            "and always for a requested currency. " +
        "With groupBy=owner, source or industry there is a row for each group with a won, lost or open deal. With groupBy=month or " +
            "quarter (of " +
        "actualCloseDate) there is a row for each with a won or lost deal; open deals have no closing date, so each row shows all deals " +
            "that are open now. " +
        "The source of a deal is that of the lead it came from (if there are several, the first converted one), otherwise the " +
            "leadSource of its primary contact, otherwise null. " +
        "A ratio whose denominator is 0 is null; ratios and days are not rounded, money has two decimals.",
        [.. ReportParameters.Common, ReportParameters.Grouping("month", "quarter", "owner", "source", "industry")],
        [
            new("group", "text", "YYYY-MM, YYYY-Qn, the owner's name, the deal's source or the company's industry; null for totals and " +
                "if there is none."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("wonCount", "count", "Deals won in the period."),
            new("lostCount", "count", "Deals lost in the period."),
            new("wonValue", "money", "Sum of the values of the deals won."),
            new("lostValue", "money", "Sum of the values of the deals lost."),
            new("winRate", "ratio", "wonCount / (wonCount + lostCount)."),
            new("winRateByValue", "ratio", "wonValue / (wonValue + lostValue)."),
            new("averageSize", "money", "Mean value of the deals won."),
            new("medianSize", "money", "Median value of the deals won, interpolated."),
            new("cycleMeanDays", "days", "Mean of actualCloseDate − the day of createdAt in tz over the deals won."),
            new("cycleMedianDays", "days", "Median of the same days, interpolated."),
            new("openCount", "count", "Deals open now."),
            new("velocityPerDay", "money", "openCount × averageSize × winRate / cycleMeanDays, from the unrounded figures."),
            new("groupId", "id", "The owner's id; only with groupBy=owner."),
        ]);
}

/// <summary>Sales figures of one group in one currency.</summary>
public sealed record SalesPerformanceRow(
    string? Group,
    string Currency,
    long WonCount,
    long LostCount,
    decimal WonValue,
    decimal LostValue,
    double? WinRate,
    double? WinRateByValue,
    decimal? AverageSize,
    decimal? MedianSize,
    double? CycleMeanDays,
    double? CycleMedianDays,
    long OpenCount,
    decimal? VelocityPerDay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? GroupId);

internal sealed class GetSalesPerformanceHandler(ReportReader reports) : IQueryHandler<GetSalesPerformance, Report<SalesPerformanceRow>>
{
    // The median is the mean of the lower and upper median: exact with numeric, whereas percentile_cont uses floating point.
    private static SqlFragment Sql(ReportSql report)
    {
        var grouping = Groupings[report.Parameters.GroupBy ?? ""](report);
        // Adds a row for a requested currency without deals. The row does not affect any figure.
        SqlFragment named = report.Parameters.Currency is not null && report.Parameters.GroupBy is null
            ? $"union all select {report.NamedCurrency}, null::text, null::uuid, 'NONE', null, null, 0"
            : SqlFragment.Empty;
        // Open deals do not belong to a month: their count is in a separate group and is shown with every month.
        SqlFragment openGroup = grouping.ByTime ? $"null::text" : grouping.Group;
        SqlFragment openCount = grouping.ByTime ? (SqlFragment)$"(max(s.open_count) over (partition by s.currency))" : $"s.open_count";
        SqlFragment shown = grouping.ByTime ? $"where f.grp is not null" : SqlFragment.Empty;
        return $"""
            with facts as (
                select d.currency, {grouping.Group} as grp, {grouping.Id} as grp_id, d.stage, d.value,
                    d.actual_close_date - (d.created_at at time zone {report.Tz})::date as days, 0 as n
                from deals d {grouping.Join}
                where d.deleted_at is null and d.stage in ('CLOSED_WON', 'CLOSED_LOST')
                    and d.actual_close_date between {report.From} and {report.To}
                    {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
                union all
                select d.currency, {openGroup}, {grouping.Id}, 'OPEN', null, null, count(*)
                from deals d {grouping.Join}
                where d.deleted_at is null and d.stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')
                    {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
                group by 1, 2, 3
                {named}),
            sums as (
                select f.currency, f.grp, f.grp_id,
                    count(*) filter (where f.stage = 'CLOSED_WON') as won_count,
                    count(*) filter (where f.stage = 'CLOSED_LOST') as lost_count,
                    coalesce(sum(f.value) filter (where f.stage = 'CLOSED_WON'), 0.00) as won_value,
                    coalesce(sum(f.value) filter (where f.stage = 'CLOSED_LOST'), 0.00) as lost_value,
                    (percentile_disc(0.5) within group (order by f.value) filter (where f.stage = 'CLOSED_WON') +
                        percentile_disc(0.5) within group (order by f.value desc) filter (where f.stage = 'CLOSED_WON')) * 0.5
                        as median_size,
                    coalesce(sum(f.days) filter (where f.stage = 'CLOSED_WON'), 0) as days,
                    percentile_cont(0.5) within group (order by f.days) filter (where f.stage = 'CLOSED_WON') as median_days,
                    sum(f.n)::bigint as open_count
                from facts f
                group by f.currency, f.grp, f.grp_id),
            figures as (
                select s.grp, s.grp_id, s.currency, s.won_count, s.lost_count, s.won_value, s.lost_value, s.median_size, s.days,
                    s.median_days,
                    {openCount} as open_count
                from sums s)
            select f.grp as "group", f.currency, f.won_count, f.lost_count, f.won_value, f.lost_value,
                f.won_count::float8 / nullif(f.won_count + f.lost_count, 0) as win_rate,
                f.won_value::float8 / nullif(f.won_value + f.lost_value, 0)::float8 as win_rate_by_value,
                round(f.won_value / nullif(f.won_count, 0), 2) as average_size,
                round(f.median_size, 2) as median_size,
                f.days::float8 / nullif(f.won_count, 0) as cycle_mean_days,
                f.median_days as cycle_median_days,
                f.open_count,
                round(f.open_count * f.won_value * f.won_count / nullif((f.won_count + f.lost_count) * f.days, 0), 2) as velocity_per_day,
                f.grp_id as group_id
            from figures f
            {shown}
            order by f.currency, f.grp nulls last, f.grp_id
            """;
    }

    private static readonly Dictionary<string, Func<ReportSql, Grouping>> Groupings = new()
    {
        [""] = _ => new($"null::text"),
        ["month"] = _ => new($"to_char(d.actual_close_date, 'YYYY-MM')") { ByTime = true },
        ["quarter"] = _ => new($"to_char(d.actual_close_date, 'YYYY-\"Q\"Q')") { ByTime = true },
        ["owner"] = report => new($"o.full_name") { Id = $"d.owner_id", Join = report.Links.Join<Deal>("ownerId", "d", "o") },
        ["source"] = report => new($"coalesce(g.source, c.lead_source)")
        {
            Join = $"""
                left join {report.Origins} g on g.deal_id = d.id
                {report.Links.Join<Deal>("primaryContactId", "d", "c")}
                """,
        },
        ["industry"] = report => new($"c.industry") { Join = report.Links.Join<Deal>("companyId", "d", "c") },
    };

    public async Task<Result<Report<SalesPerformanceRow>>> Handle(GetSalesPerformance request, CancellationToken cancellationToken)
    {
        var report = await reports.ReadAsync<GetSalesPerformance, SalesPerformanceRow>(request, Sql, cancellationToken);
        return report.Error is null && report.Value.Filters.GroupBy != "owner" ? report.Value with { HiddenColumns = ["groupId"] } : report;
    }

    private sealed record Grouping(SqlFragment Group)
    {
        public SqlFragment Id { get; init; } = $"null::uuid";
        public SqlFragment Join { get; init; } = SqlFragment.Empty;
        public bool ByTime { get; init; }
    }
}
