using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Reports;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetUserPerformance(ReportInput Input) : IQuery<Report<UserPerformanceRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "user-performance",
        "/api/dashboard/user-performance",
        "What each user has in hand, and what they have done in the period",
        "One row for each user and currency that the user has a deal in, open now or closed in the period; a user without any has one row whose currency is null, " +
        "or the currency that is named. Users in the trash appear where one of the figures is theirs. Deals count for their owner, leads and tasks for whom they " +
        "are assigned to, communications for their creator. leads, openTasks, overdueTasks and activities have no currency: they are the same in each of a user's rows. " +
        "Tasks and communications count where lists show them: those that are about something, and all of that in the trash, do not.",
        ReportParameters.Common,
        [
            new("userId", "id", "The user."),
            new("userName", "text", "The user's full name."),
            new("currency", "currency", "ISO 4217; sums never mix currencies; null for a user without deals."),
            new("openDeals", "count", "Deals now in one of the five open stages."),
            new("openValue", "money", "Sum of their values."),
            new("leads", "count", "Live leads assigned to the user, whatever their status."),
            new("openTasks", "count", "Tasks assigned to the user that are PENDING, IN_PROGRESS or DEFERRED."),
            new("overdueTasks", "count", "Those of them whose dueDate has passed."),
            new("wonCount", "count", "Deals now CLOSED_WON whose actualCloseDate lies in the period."),
            new("wonValue", "money", "Sum of their values."),
            new("lostCount", "count", "Deals now CLOSED_LOST whose actualCloseDate lies in the period."),
            new("winRate", "ratio", "wonCount / (wonCount + lostCount); null where nothing was closed."),
            new("activities", "count", "Tasks completed (by completedAt) and communications sent (SENT or beyond, by sentAt, else createdAt) in the period."),
        ]);
}

/// <summary>A user's figures in one currency.</summary>
public sealed record UserPerformanceRow(
    Guid UserId, string UserName, string? Currency, long OpenDeals, decimal OpenValue, long Leads, long OpenTasks, long OverdueTasks,
    long WonCount, decimal WonValue, long LostCount, double? WinRate, long Activities);

internal sealed class GetUserPerformanceValidator(IClock clock) : ReportValidator<GetUserPerformance>(clock);

internal sealed class GetUserPerformanceHandler(ReportReader reports) : IQueryHandler<GetUserPerformance, Report<UserPerformanceRow>>
{
    private const string Sql = $"""
        with period (first, last) as (select @from::date, @to::date),
        {UtcDays.Sql},
        deals_of as (
            select s.owner_id, s.currency, sum(s.open_n) as open_n, sum(s.open_value) as open_value,
                sum(s.won_n) as won_n, sum(s.won_value) as won_value, sum(s.lost_n) as lost_n
            from (
                select owner_id, currency, n as open_n, value as open_value, 0 as won_n, 0 as won_value, 0 as lost_n
                from (/*scope sums of each DEALS*/) o
                where state in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')
                union all
                select owner_id, currency, 0, 0, case state when 'CLOSED_WON' then n else 0 end, case state when 'CLOSED_WON' then value else 0 end,
                    case state when 'CLOSED_LOST' then n else 0 end
                from (/*scope sums of each CLOSED*/) c
                where day between @from and @to
                /*named*/) s
            where true /*currency s.currency*/
            group by s.owner_id, s.currency
            /*having*/),
        leads_of as (select s.owner_id, sum(s.n) as n from (/*scope sums of each LEADS*/) s group by s.owner_id),
        today as (select date_trunc('day', @now::timestamptz at time zone 'UTC') as day),
        tasks_of as (
            select s.owner_id, sum(s.n) as n, sum(s.late) as late
            from (
                select o.owner_id, o.n, case when o.day < (select day from today) then o.n else 0 end as late from (/*scope sums of each OPEN_TASKS*/) o
                union all
                select t.assignee_id, 0, 1 from tasks t
                where t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
                    and t.due_date >= (select day at time zone 'UTC' from today) and t.due_date < @now
                    /*shown t*/ /*scope t.assignee_id*/) s
            group by s.owner_id),
        activities_of as (
            select s.owner_id, sum(s.n) as n
            from (
                select a.owner_id, a.n from (/*scope sums of each ACTIVITIES*/) a, whole w where a.day >= w.first_day and a.day < w.end_day
                /*ends*/) s
            group by s.owner_id)
        select u.id as user_id, u.full_name as user_name, d.currency, coalesce(d.open_n, 0)::bigint as open_deals, round(coalesce(d.open_value, 0), 2) as open_value,
            coalesce(l.n, 0)::bigint as leads, coalesce(t.n, 0)::bigint as open_tasks, coalesce(t.late, 0)::bigint as overdue_tasks,
            coalesce(d.won_n, 0)::bigint as won_count, round(coalesce(d.won_value, 0), 2) as won_value, coalesce(d.lost_n, 0)::bigint as lost_count,
            d.won_n::float8 / nullif(d.won_n + d.lost_n, 0)::float8 as win_rate, coalesce(a.n, 0)::bigint as activities
        from users u
        left join deals_of d on d.owner_id = u.id
        left join leads_of l on l.owner_id = u.id
        left join tasks_of t on t.owner_id = u.id
        left join activities_of a on a.owner_id = u.id
        where (u.deleted_at is null or d.open_n + d.won_n + d.lost_n > 0 or l.n > 0 or t.n > 0 or a.n > 0) /*scope u.id*/
        order by u.name_folded, u.id, d.currency
        """;

    // Gives every user a row in the currency that is named.
    private const string Named = "union all select u.id, @currency::text, 0, 0, 0, 0, 0 from users u where true /*scope u.id*/";

    private const string NotEmpty = "having sum(s.open_n) <> 0 or sum(s.won_n) <> 0 or sum(s.lost_n) <> 0";

    private const string Ends = """
        union all
        select t.assignee_id, 1 from ends e join tasks t on t.completed_at >= e.starts_at and t.completed_at < e.ends_at
        where t.deleted_at is null and t.status = 'COMPLETED' /*shown t*/ /*scope t.assignee_id*/
        union all
        select c.creator_id, 1 from ends e join communications c on c.timeline_at >= e.starts_at and c.timeline_at < e.ends_at
        where c.deleted_at is null and c.status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED')
            /*shown c*/ /*scope c.creator_id*/
        """;

    public Task<Result<Report<UserPerformanceRow>>> Handle(GetUserPerformance request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetUserPerformance, UserPerformanceRow>(request, SqlOf, hasPeriod: true, cancellationToken);

    private static string SqlOf(ReportParameters parameters) => Sql
        .Replace("/*named*/", parameters.Currency is null ? "" : Named, StringComparison.Ordinal)
        .Replace("/*having*/", parameters.Currency is null ? NotEmpty : "", StringComparison.Ordinal)
        .Replace("/*ends*/", UtcDays.HasEnds(parameters.Tz) ? Ends : "", StringComparison.Ordinal);
}
