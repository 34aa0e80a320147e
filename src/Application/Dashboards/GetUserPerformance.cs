using Crm.Application.Reports;
using Crm.Domain.Communications;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Tasks;
using Crm.Domain.Users;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetUserPerformance(ReportInput Input) : IQuery<Report<UserPerformanceRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "user-performance",
        "/api/dashboard/user-performance",
        "Open work and results of each user in the period",
        "One row for each user and currency in which the user has a deal that is open now or was closed in the period; a user without " +
            "such deals has one row whose currency is null, " +
        "or the requested currency. Users in the trash are included if one of the figures is not 0. Deals are counted for their owner, " +
            "leads and tasks for their " +
        "assignee, communications for their creator. leads, openTasks, overdueTasks and activities have no currency: they are the same " +
            "in each of a user's rows. " +
        "Tasks and communications are counted if lists show them: those whose subjects are all in the trash are not counted.",
        ReportParameters.Common,
        [
            new("userId", "id", "The user."),
            new("userName", "text", "The user's full name."),
            new("currency", "currency", "ISO 4217; sums never mix currencies; null for a user without deals."),
            new("openDeals", "count", "Deals now in one of the five open stages."),
            new("openValue", "money", "Sum of the values of these deals."),
            new("leads", "count", "Live leads assigned to the user, whatever their status."),
            new("openTasks", "count", "Tasks assigned to the user that are PENDING, IN_PROGRESS or DEFERRED."),
            new("overdueTasks", "count", "Tasks of openTasks whose dueAt is in the past."),
            new("wonCount", "count", "Deals now CLOSED_WON whose actualCloseDate is in the period."),
            new("wonValue", "money", "Sum of the values of these deals."),
            new("lostCount", "count", "Deals now CLOSED_LOST whose actualCloseDate is in the period."),
            new("winRate", "ratio", "wonCount / (wonCount + lostCount); null if no deal was closed."),
            new("activities", "count",
                "Tasks completed (by completedAt) and communications sent (SENT or beyond, by sentAt, else createdAt) in the period."),
        ]);
}

/// <summary>The figures of a user in one currency.</summary>
public sealed record UserPerformanceRow(
    Guid UserId, string? UserName, string? Currency, long OpenDeals, decimal OpenValue, long Leads, long OpenTasks, long OverdueTasks,
    long WonCount, decimal WonValue, long LostCount, double? WinRate, long Activities);

internal sealed class GetUserPerformanceHandler(ReportReader reports) : IQueryHandler<GetUserPerformance, Report<UserPerformanceRow>>
{
    public Task<Result<Report<UserPerformanceRow>>> Handle(GetUserPerformance request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetUserPerformance, UserPerformanceRow>(request, Sql, ReadAsync, cancellationToken);

    private static SqlFragment[] Sql(ReportSql report)
    {
        var hasEnds = UtcDays.HasEnds(report.Parameters.Zone);
        var ends = hasEnds ? UtcDays.Ends(report.Begin, report.End) : SqlFragment.Empty;
        // Figures without currency and value.
        SqlFragment rest = $", null::text, n, 0::numeric";
        SqlFragment inPeriod = $"day between {report.From} and {report.To}";
        SqlFragment utcMonth = $"date_trunc('month', {report.Now} at time zone 'UTC')::date";
        SqlFragment utcToday = $"({report.Now} at time zone 'UTC')::date";
        return
        [
            $"""
            {ends}select s.owner_id, s.kind, s.currency, sum(s.n)::bigint as n, sum(s.value) as value
            from (
                {Of<Deal>("DEALS", $"'OPEN'::text as kind, currency, n, value", $"state in {ReportSql.Open} {report.Currency("currency")}")}
                union all
                {Of<Deal>("CLOSED", $"state, currency, n, value", $"{inPeriod} {report.Currency("currency")}")}
                union all
                {Of<Lead>("OWNED_LEADS", $"'LEADS'::text{rest}", $"true")}
                union all
                {OpenTasks()}
                union all
                {Activities()}) s
            group by s.owner_id, s.kind, s.currency
            having sum(s.n) <> 0
            """,
            $"""
            select u.id, v.full_name, v.id is not null and u.deleted_at is null as listed
            from users u {report.Links.JoinTo<User>($"u.id", "v")}
            where true {report.Users("u")} order by v.name_folded, u.id
            """,
        ];

        SqlFragment Of<TAggregate>(string figure, SqlFragment select, SqlFragment where)
            where TAggregate : AggregateRoot => report.Rollups<TAggregate>(figure, $"owner_id, {select}", where, ofEach: true);

        SqlFragment OpenTasks()
        {
            SqlFragment open = $"t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and t.assignee_id is not null";
            if (!report.ReadsAll<SalesTask>())
            {
                return $"""
                    select t.assignee_id, case when t.due_at < {report.Now} then 'TASKS_LATE' else 'TASKS' end, null::text, 1::bigint,
                        0::numeric
                    from tasks t where {open} {report.Scope<SalesTask>("t", "assignee_id")}
                    """;
            }

            return $"""
                {Of<SalesTask>("OPEN_TASKS_MONTH", $"case when day < {utcMonth} then 'TASKS_LATE' else 'TASKS' end{rest}", $"true")}
                union all
                {Of<SalesTask>("OPEN_TASKS", $"'LATE'::text{rest}", $"day >= {utcMonth} and day < {utcToday}")}
                union all
                select t.assignee_id, 'LATE'::text, null::text, 1::bigint, 0::numeric from tasks t
                where {open}
                    and t.due_at >= date_trunc('day', {report.Now} at time zone 'UTC') at time zone 'UTC' and t.due_at < {report.Now}
                    {report.Scope<SalesTask>("t", "assignee_id")}
                """;
        }

        SqlFragment Activities()
        {
            if (!(report.ReadsAll<SalesTask>() & report.ReadsAll<Communication>()))
                return ActivitiesOf(report, $"(select {report.Begin} as starts_at, {report.End} as ends_at)");
            var whole = Of<SalesTask>("ACTIVITIES", $"'ACTIVITIES'::text{rest}", hasEnds ? UtcDays.Whole : inPeriod);
            return hasEnds ? $"{whole} union all {ActivitiesOf(report, $"ends")}" : whole;
        }
    }

    /// <summary>The activities of some spans of time, counted from the records.</summary>
    private static SqlFragment ActivitiesOf(ReportSql report, SqlFragment spans) => $"""
        select t.assignee_id, 'ACTIVITIES'::text, null::text, 1::bigint, 0::numeric
        from {spans} e join tasks t on t.completed_at >= e.starts_at and t.completed_at < e.ends_at
        where t.deleted_at is null and t.status = 'COMPLETED' and t.assignee_id is not null
            {report.Scope<SalesTask>("t", "assignee_id")}
        union all
        select c.creator_id, 'ACTIVITIES'::text, null::text, 1::bigint, 0::numeric
        from {spans} e join communications c on c.timeline_at >= e.starts_at and c.timeline_at < e.ends_at
        where c.deleted_at is null and c.status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED')
            {report.Scope<Communication>("c", "creator_id")}
        """;

    private static async Task<IReadOnlyList<UserPerformanceRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<UserSum>()).ToLookup(s => s.OwnerId);
        var people = await sets.ReadAsync<Person>();
        return [.. people.Where(p => p.Listed || sums.Contains(p.Id)).SelectMany(p => RowsOf(p, [.. sums[p.Id]], parameters.Currency))];
    }

    private static IEnumerable<UserPerformanceRow> RowsOf(Person person, UserSum[] sums, string? named)
    {
        // A currency comes from the sum of an open or closed deal. A user without deals has a row too.
        var currencies = sums.Select(s => s.Currency).Append(named).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        foreach (var currency in currencies.DefaultIfEmpty())
        {
            var (won, lost) = (Of("CLOSED_WON", currency), Of("CLOSED_LOST", currency));
            var (open, late) = (Of("OPEN", currency), Of("TASKS_LATE", null));
            yield return new UserPerformanceRow(
                person.Id, person.FullName, currency, open.N, Figures.Money(open.Value), Of("LEADS", null).N, Of("TASKS", null).N +
                    late.N, Of("LATE", null).N + late.N,
                won.N, Figures.Money(won.Value), lost.N, Figures.Ratio(won.N, won.N + lost.N), Of("ACTIVITIES", null).N);
        }

        UserSum Of(string kind, string? currency) =>
            Array.Find(sums, s => s.Kind == kind && s.Currency == currency) ?? new UserSum(person.Id, kind, currency, 0, 0);
    }

    private sealed record UserSum(Guid OwnerId, string Kind, string? Currency, long N, decimal Value);

    private sealed record Person(Guid Id, string? FullName, bool Listed);
}
