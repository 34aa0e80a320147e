using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetForecast(ReportInput Input) : IQuery<Report<ForecastRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "forecast",
        "/api/reports/forecast",
        "Won and expected deals by month",
        "MONTH: for each month with such deals, the booked ones (deals now CLOSED_WON, by the month of actualCloseDate), and the deals " +
            "now in one of the five open stages (without ON_HOLD) " +
        "whose expectedCloseDate is in the month and not before today in tz. OVERDUE: the open deals whose expectedCloseDate is before " +
            "today. UNDATED: the open deals without expectedCloseDate. Each open deal is in exactly one row. The period " +
        "limits the months, not the overdue and undated deals. Its default is the twelve months that start with the current one.",
        ReportParameters.Ahead,
        [
            new("kind", "enum", "MONTH, OVERDUE or UNDATED."),
            new("month", "text", "YYYY-MM; null for OVERDUE and UNDATED."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("bookedCount", "count", "Deals won; 0 for OVERDUE and UNDATED."),
            new("bookedValue", "money", "Sum of the values of these deals."),
            new("openCount", "count", "Open deals."),
            new("weightedValue", "money", "Sum of value × probability / 100 of the open deals."),
            new("bestCaseValue", "money", "Sum of the values of the open deals, without booked ones."),
        ])
    {
        LooksAhead = true,
    };
}

/// <summary>A month of the forecast in one currency, or the overdue or undated deals.</summary>
/// <param name="Kind">MONTH, OVERDUE or UNDATED.</param>
public sealed record ForecastRow(
    string Kind, string? Month, string Currency, long BookedCount, decimal BookedValue, long OpenCount, decimal WeightedValue,
    decimal BestCaseValue);

internal sealed class GetForecastHandler(ReportReader reports) : IQueryHandler<GetForecast, Report<ForecastRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        with today as (select {report.Today}::date as day),
        facts as (
            select d.currency, 'MONTH' as kind, date_trunc('month', d.actual_close_date::timestamp)::date as month, true as booked,
                d.value, 0 as probability
            from deals d
            where d.deleted_at is null and d.stage = 'CLOSED_WON' and d.actual_close_date between {report.From} and {report.To}
                {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
            union all
            select d.currency, o.kind, case o.kind when 'MONTH' then date_trunc('month', d.expected_close_date::timestamp)::date end,
                false, d.value, d.probability
            from deals d
            cross join today t
            cross join lateral (
                select case when d.expected_close_date is null then 'UNDATED' when d.expected_close_date < t.day then 'OVERDUE'
                    else 'MONTH' end as kind) o
            where d.deleted_at is null and d.stage in {ReportSql.Open}
                and (o.kind <> 'MONTH' or d.expected_close_date between {report.From} and {report.To})
                {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")})
        select f.kind, to_char(f.month, 'YYYY-MM') as month, f.currency,
            count(*) filter (where f.booked) as booked_count, coalesce(sum(f.value) filter (where f.booked), 0.00) as booked_value,
            count(*) filter (where not f.booked) as open_count, round(coalesce(sum(f.value * f.probability), 0) * 0.01,
                2) as weighted_value,
            coalesce(sum(f.value) filter (where not f.booked), 0.00) as best_case_value
        from facts f
        group by f.kind, f.month, f.currency
        order by f.currency, f.kind, f.month
        """;

    public Task<Result<Report<ForecastRow>>> Handle(GetForecast request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetForecast, ForecastRow>(request, Sql, cancellationToken);
}
