using System.Text.Json.Serialization;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Reports;
using Crm.Domain.Common;
using Crm.Domain.Deals;
using Crm.Domain.Roles;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetSummary(ReportInput Input) : IQuery<Report<SummaryRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "summary",
        "/api/dashboard/summary",
        "What a start page shows",
        "One row for each currency that a deal is in, and for a currency that is named in any case; one row whose currency is null where there is no deal. This month and the last are " +
        "those of the moment in tz, so from and to, which every report takes, are checked but limit nothing (filters shows them as null). newLeads and " +
        "overdueTasks have no currency: they are the same in each row; they count for whom a lead or a task is assigned to, and without ownerId, groupId and a narrower " +
        "right also where that is nobody. Tasks count where lists show them.",
        ReportParameters.Common,
        [
            new("currency", "currency", "ISO 4217; sums never mix currencies; null where there is no deal."),
            new("openCount", "count", "Deals now in one of the five open stages."),
            new("pipelineValue", "money", "Sum of their values."),
            new("weightedValue", "money", "Sum of their value × probability / 100."),
            new("wonCountThisMonth", "count", "Deals now CLOSED_WON whose actualCloseDate lies in this month."),
            new("wonValueThisMonth", "money", "Sum of their values."),
            new("wonCountLastMonth", "count", "The same of the month before."),
            new("wonValueLastMonth", "money", "Sum of their values."),
            new("lostCountThisMonth", "count", "Deals now CLOSED_LOST whose actualCloseDate lies in this month."),
            new("winRate", "ratio", "wonCountThisMonth / (wonCountThisMonth + lostCountThisMonth); null where nothing was closed."),
            new("newLeads", "count", "Live leads created this month."),
            new("overdueTasks", "count", "Tasks that are PENDING, IN_PROGRESS or DEFERRED and whose dueDate has passed."),
            new("topDeals", "list", "The five open deals of the highest value in the currency."),
        ]);
}

/// <summary>The start page's figures in one currency.</summary>
public sealed record SummaryRow(
    string? Currency, long OpenCount, decimal PipelineValue, decimal WeightedValue, long WonCountThisMonth, decimal WonValueThisMonth,
    long WonCountLastMonth, decimal WonValueLastMonth, long LostCountThisMonth, double? WinRate, long NewLeads, long OverdueTasks)
{
    /// <summary>The highest first.</summary>
    public IReadOnlyList<TopDeal> TopDeals { get; init; } = [];
}

/// <summary>One of the open deals of the highest value.</summary>
public sealed record TopDeal(
    [property: JsonIgnore] string Currency, Guid Id, string Title, EnumText<DealStage> Stage, decimal Value, DateOnly? ExpectedCloseDate, string CompanyName, string OwnerName);

internal sealed class GetSummaryValidator(IClock clock) : ReportValidator<GetSummary>(clock);

internal sealed class GetSummaryHandler(ReportReader reports) : IQueryHandler<GetSummary, Report<SummaryRow>>
{
    private const string Sql = $"""
        with months as (
            select m.first, (m.first - interval '1 month')::date as before, (m.first + interval '1 month')::date as next
            from (select date_trunc('month', @now::timestamptz at time zone @tz)::date as first) m),
        period (first, last) as (select first, next - 1 from months),
        {UtcDays.Sql},
        sums as (
            select s.currency, sum(s.open_n) as open_n, sum(s.open_value) as open_value, sum(s.weighted) as weighted, sum(s.won_n) as won_n, sum(s.won_value) as won_value,
                sum(s.before_n) as before_n, sum(s.before_value) as before_value, sum(s.lost_n) as lost_n
            from (
                select d.currency, d.n, case when d.open then d.n else 0 end as open_n, case when d.open then d.value else 0 end as open_value, d.weighted,
                    0 as won_n, 0 as won_value, 0 as before_n, 0 as before_value, 0 as lost_n
                from (
                    select x.*, x.state in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP') as open
                    from (/*scope sums DEALS*/) x) d
                union all
                select c.currency, 0, 0, 0, 0, case when c.won and c.this then c.n else 0 end, case when c.won and c.this then c.value else 0 end,
                    case when c.won and not c.this then c.n else 0 end, case when c.won and not c.this then c.value else 0 end,
                    case when not c.won and c.this then c.n else 0 end
                from (
                    select x.*, x.state = 'CLOSED_WON' as won, x.day >= m.first as this
                    from (/*scope sums CLOSED*/) x, months m where x.day >= m.before and x.day < m.next) c
                /*named*/) s
            where true /*currency s.currency*/
            group by s.currency
            /*having*/),
        leads_of as (
            select sum(s.n) as n
            from (
                select l.n from (/*scope sums NEW_LEADS*/) l, whole w where l.day >= w.first_day and l.day < w.end_day
                /*ends*/) s),
        today as (select date_trunc('day', @now::timestamptz at time zone 'UTC') as day),
        tasks_of as (
            select sum(s.n) as n
            from (
                select o.n from (/*scope sums OPEN_TASKS*/) o where o.day < (select day from today)
                union all
                select 1 from tasks t
                where t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
                    and t.due_date >= (select day at time zone 'UTC' from today) and t.due_date < @now
                    /*shown t*/ /*scope t.assignee_id*/) s)
        select s.currency, coalesce(s.open_n, 0)::bigint as open_count, round(coalesce(s.open_value, 0), 2) as pipeline_value,
            round(coalesce(s.weighted, 0) * 0.01, 2) as weighted_value, coalesce(s.won_n, 0)::bigint as won_count_this_month,
            round(coalesce(s.won_value, 0), 2) as won_value_this_month, coalesce(s.before_n, 0)::bigint as won_count_last_month,
            round(coalesce(s.before_value, 0), 2) as won_value_last_month, coalesce(s.lost_n, 0)::bigint as lost_count_this_month,
            s.won_n::float8 / nullif(s.won_n + s.lost_n, 0)::float8 as win_rate, coalesce(l.n, 0)::bigint as new_leads, coalesce(t.n, 0)::bigint as overdue_tasks
        from leads_of l
        cross join tasks_of t
        left join sums s on true
        order by s.currency;
        select c.currency, d.id, d.title, d.stage, d.value, d.expected_close_date, d.company_name, d.owner_name
        from (select s.currency from (/*scope sums DEALS*/) s where true /*currency s.currency*/ group by s.currency having sum(s.n) <> 0) c
        cross join lateral (
            select t.*, co.name as company_name, o.full_name as owner_name
            from (
                select d.id, d.title, d.stage, d.value, d.expected_close_date, d.company_id, d.owner_id from deals d
                where d.currency = c.currency and d.deleted_at is null and d.stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')
                    /*scope d.owner_id*/
                order by d.value desc, d.id desc limit 5) t
            join companies co on co.id = t.company_id
            join users o on o.id = t.owner_id) d
        order by c.currency, d.value desc, d.id desc
        """;

    // Makes the row of a named currency that has no deal.
    private const string Named = "union all select @currency::text, 0, 0, 0, 0, 0, 0, 0, 0, 0";

    private const string NotEmpty = "having sum(s.n) <> 0";

    private const string Ends = """
        union all
        select 1 from ends e join leads l on l.created_at >= e.starts_at and l.created_at < e.ends_at where l.deleted_at is null /*scope l.assigned_to_id*/
        """;

    public async Task<Result<Report<SummaryRow>>> Handle(GetSummary request, CancellationToken cancellationToken) =>
        await reports.ReadAsync(request, SqlOf, ReadAsync, hasPeriod: false, cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyList<SummaryRow>> ReadAsync(IResultSets sets)
    {
        var rows = await sets.ReadAsync<SummaryRow>().ConfigureAwait(false);
        var deals = (await sets.ReadAsync<TopDeal>().ConfigureAwait(false)).ToLookup(d => d.Currency);
        return [.. rows.Select(r => r with { TopDeals = [.. deals[r.Currency ?? ""]] })];
    }

    private static string SqlOf(ReportParameters parameters) => Sql
        .Replace("/*named*/", parameters.Currency is null ? "" : Named, StringComparison.Ordinal)
        .Replace("/*having*/", parameters.Currency is null ? NotEmpty : "", StringComparison.Ordinal)
        .Replace("/*ends*/", UtcDays.HasEnds(parameters.Tz) ? Ends : "", StringComparison.Ordinal);
}
