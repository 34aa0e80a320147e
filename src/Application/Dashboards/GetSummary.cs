using System.Text.Json.Serialization;
using Crm.Application.Reports;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Tasks;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetSummary(ReportInput Input) : IQuery<Report<SummaryRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "summary",
        "/api/dashboard/summary",
        "The figures of a start page",
        "One row for each currency with a deal, and always for a requested currency; one row whose currency is null if there is no " +
            "deal. This month and last month are " +
        "relative to the current time in tz; there is no period to choose. newLeads and " +
        "overdueTasks have no currency: they are the same in each row. They are counted for the assignee of a lead or task; without " +
            "ownerId and groupId, and with the " +
        "scope all, also if there is no assignee. Tasks are counted if lists show them.",
        ReportParameters.CommonWithout("from", "to"),
        [
            new("currency", "currency", "ISO 4217; sums never mix currencies; null if there is no deal."),
            new("openCount", "count", "Deals now in one of the five open stages."),
            new("pipelineValue", "money", "Sum of the values of the open deals."),
            new("weightedValue", "money", "Sum of value × probability / 100 of the open deals."),
            new("wonCountThisMonth", "count", "Deals now CLOSED_WON whose actualCloseDate is in this month."),
            new("wonValueThisMonth", "money", "Sum of the values of these deals."),
            new("wonCountLastMonth", "count", "Deals now CLOSED_WON whose actualCloseDate is in the previous month."),
            new("wonValueLastMonth", "money", "Sum of the values of these deals."),
            new("lostCountThisMonth", "count", "Deals now CLOSED_LOST whose actualCloseDate is in this month."),
            new("winRate", "ratio", "wonCountThisMonth / (wonCountThisMonth + lostCountThisMonth); null if no deal was closed."),
            new("newLeads", "count", "Live leads created this month."),
            new("overdueTasks", "count", "Tasks that are PENDING, IN_PROGRESS or DEFERRED, and whose dueAt is in the past."),
            new("topDeals", "list", "The five open deals with the highest value in the currency."),
        ]);
}

/// <summary>The figures of the start page in one currency.</summary>
public sealed record SummaryRow(
    string? Currency, long OpenCount, decimal PipelineValue, decimal WeightedValue, long WonCountThisMonth, decimal WonValueThisMonth,
    long WonCountLastMonth, decimal WonValueLastMonth, long LostCountThisMonth, double? WinRate, long NewLeads, long OverdueTasks)
{
    /// <summary>In descending order of value.</summary>
    public IReadOnlyList<TopDeal> TopDeals { get; init; } = [];
}

/// <summary>One of the open deals with the highest value.</summary>
public sealed record TopDeal(
    [property: JsonIgnore] string Currency, Guid Id, string Title, EnumText<DealStage> Stage, decimal Value, DateOnly? ExpectedCloseDate,
    string? CompanyName, string? OwnerName);

internal sealed class GetSummaryHandler(ReportReader reports) : IQueryHandler<GetSummary, Report<SummaryRow>>
{
    public Task<Result<Report<SummaryRow>>> Handle(GetSummary request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetSummary, SummaryRow>(request, Sql, ReadAsync, cancellationToken);

    private static SqlFragment[] Sql(ReportSql report)
    {
        var zone = report.Parameters.Zone;
        var first = report.Today.AddDays(1 - report.Today.Day);
        SqlFragment thisMonth = $"{first}", lastMonth = $"{first.AddMonths(-1)}";
        var hasEnds = UtcDays.HasEnds(zone);
        var ends = hasEnds
            ? UtcDays.Ends($"{zone.StartOf(first)}::timestamptz", $"{zone.StartOf(first.AddMonths(1))}::timestamptz")
            : SqlFragment.Empty;
        var ofCurrency = report.Currency("currency");
        SqlFragment late = $"'LATE'::text, null::text, n, 0::numeric, 0::numeric";
        SqlFragment utcMonth = $"date_trunc('month', {report.Now} at time zone 'UTC')::date";
        SqlFragment utcToday = $"({report.Now} at time zone 'UTC')::date";
        SqlFragment lateBefore = SqlFragment.Empty, lateToday = SqlFragment.Empty;
        if (report.ReadsAll<SalesTask>())
        {
            lateBefore = $"""
                {report.Rollups<SalesTask>("OPEN_TASKS_MONTH", late, $"day < {utcMonth}")}
                union all
                {report.Rollups<SalesTask>("OPEN_TASKS", late, $"day >= {utcMonth} and day < {utcToday}")}
                union all
                """;
            lateToday = $"and t.due_at >= date_trunc('day', {report.Now} at time zone 'UTC') at time zone 'UTC' ";
        }

        var all = report.Rollups<Deal>(
            "DEALS",
            $"case when state in {ReportSql.Open} then 'OPEN' else 'OTHER' end as kind, currency, n, value, weighted",
            $"true {ofCurrency}");
        var closed = report.Rollups<Deal>(
            "CLOSED_MONTH",
            $"case when day < {thisMonth} then 'LAST_' else 'THIS_' end || state, currency, n, value, 0::numeric",
            $"day >= {lastMonth} and day <= {thisMonth} {ofCurrency}");
        return
        [
            $"""
            {ends}select s.kind, s.currency, sum(s.n)::bigint as n, sum(s.value) as value, sum(s.weighted) as weighted
            from (
                {all}
                union all
                {closed}
                union all
                {(hasEnds ? NewLeadsWithEnds(report) : NewLeads(report, $"day = {thisMonth}", "NEW_LEADS_MONTH"))}
                union all
                {lateBefore}
                select 'LATE'::text, null::text, 1::bigint, 0::numeric, 0::numeric from tasks t
                where t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
                    {lateToday}and t.due_at < {report.Now}
                    {report.Scope<SalesTask>("t", "assignee_id")}) s
            group by s.kind, s.currency
            having sum(s.n) <> 0
            """,
            $"""
            select c.currency, d.id, d.title, d.stage, d.value, d.expected_close_date, d.company_name, d.owner_name
            from (
                select s.currency from ({report.Rollups<Deal>("DEALS", $"currency, n", $"true {ofCurrency}")}) s
                group by s.currency having sum(s.n) <> 0) c
            cross join lateral (
                select t.*, co.name as company_name, o.full_name as owner_name
                from (
                    select d.id, d.title, d.stage, d.value, d.expected_close_date, d.company_id, d.owner_id from deals d
                    where d.currency = c.currency and d.deleted_at is null and d.stage in {ReportSql.Open}
                        {report.Scope<Deal>("d", "owner_id")}
                    order by d.value desc, d.id desc limit 5) t
                {report.Links.Join<Deal>("companyId", "t", "co")}
                {report.Links.Join<Deal>("ownerId", "t", "o")}) d
            order by c.currency, d.value desc, d.id desc
            """,
        ];
    }

    private static SqlFragment NewLeads(ReportSql report, SqlFragment days, string figure) =>
        report.Rollups<Lead>(figure, $"'NEW_LEADS'::text, null::text, n, 0::numeric, 0::numeric", days);

    private static SqlFragment NewLeadsWithEnds(ReportSql report) => $"""
        {NewLeads(report, UtcDays.Whole, "NEW_LEADS")}
        union all
        select 'NEW_LEADS'::text, null::text, 1::bigint, 0::numeric, 0::numeric
        from ends e join leads l on l.created_at >= e.starts_at and l.created_at < e.ends_at
        where l.deleted_at is null {report.Scope<Lead>("l", "assigned_to_id")}
        """;

    private static async Task<IReadOnlyList<SummaryRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<SummarySum>()).ToDictionary(s => (s.Kind, s.Currency ?? ""));
        var deals = (await sets.ReadAsync<TopDeal>()).ToLookup(d => d.Currency);
        var currencies = sums.Keys.Select(k => k.Item2).Append(parameters.Currency ?? "").Where(c => c.Length > 0).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        var (newLeads, late) = (Of("NEW_LEADS", "").N, Of("LATE", "").N);
        // There may be leads and tasks even if there are no deals.
        return [.. (currencies.Length == 0 ? [""] : currencies).Select(currency =>
        {
            var (open, won, before, lost) =
                (Of("OPEN", currency), Of("THIS_CLOSED_WON", currency), Of("LAST_CLOSED_WON", currency), Of("THIS_CLOSED_LOST", currency));
            return new SummaryRow(
                currency.Length == 0 ? null
                    : currency, open.N, Figures.Money(open.Value), Figures.Money(open.Weighted / 100), won.N, Figures.Money(won.Value),
                before.N, Figures.Money(before.Value), lost.N, Figures.Ratio(won.N, won.N + lost.N), newLeads,
                late) { TopDeals = [.. deals[currency]] };
        })];

        SummarySum Of(string kind, string currency) => sums.GetValueOrDefault((kind, currency)) ?? new SummarySum(kind, currency, 0, 0, 0);
    }

    private sealed record SummarySum(string Kind, string? Currency, long N, decimal Value, decimal Weighted);
}
