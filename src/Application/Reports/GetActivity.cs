using Crm.Domain.Communications;
using Crm.Domain.Tasks;
using Crm.Domain.Users;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetActivity(ReportInput Input) : IQuery<Report<ActivityRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "activity",
        "/api/reports/activity",
        "The activities of each user by day",
        "One row for each user and day in tz with a figure other than 0. Communications are counted for their creator, in both " +
            "directions, if they are SENT, DELIVERED, OPENED or RESPONDED, on the day " +
        "of sentAt, or of createdAt if sentAt is null. Tasks are counted for their assignee: COMPLETED tasks on the day of completedAt, " +
            "due tasks on the day of dueDate unless they are CANCELLED: a date counts as that date in " +
            "every time zone. " +
        "As in lists, records whose subjects are all in the trash are not counted. Activities have no currency to choose.",
        ReportParameters.CommonWithout("currency"),
        [
            new("userId", "id", "The user."),
            new("userName", "text", "The user's full name."),
            new("day", "date", "The day in tz."),
            new("calls", "count", "Communications of type PHONE_CALL or VIDEO_CALL."),
            new("emails", "count", "Communications of type EMAIL."),
            new("meetings", "count", "Communications of type MEETING."),
            new("tasksDone", "count", "Tasks completed on the day."),
            new("tasksDue", "count", "Tasks that were due on the day, completed or not."),
            new("tasksDoneOnTime", "count", "Tasks of tasksDue that were completed by their dueAt."),
            new("completionRate", "ratio", "tasksDoneOnTime / tasksDue; null if no task was due."),
        ]);
}

/// <summary>The activities of a user on a day.</summary>
public sealed record ActivityRow(
    Guid UserId, string? UserName, DateOnly Day, long Calls, long Emails, long Meetings, long TasksDone, long TasksDue,
    long TasksDoneOnTime, double? CompletionRate);

internal sealed class GetActivityHandler(ReportReader reports) : IQueryHandler<GetActivity, Report<ActivityRow>>
{
    // The time of a communication is the same as on timelines: sent_at, otherwise created_at.
    private static SqlFragment Sql(ReportSql report) => $"""
        with facts as (
            select c.creator_id as user_id, (c.timeline_at at time zone {report.Tz})::date as day, c.type as kind, false as on_time
            from communications c
            where c.deleted_at is null and c.status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED') and c.type in ('PHONE_CALL',
                'VIDEO_CALL', 'EMAIL', 'MEETING')
                {report.Period("c.timeline_at")} {report.Scope<Communication>("c", "creator_id")}
            union all
            select t.assignee_id, (t.completed_at at time zone {report.Tz})::date, 'DONE', false
            from tasks t
            where t.deleted_at is null and t.status = 'COMPLETED' and t.assignee_id is not null
                {report.Period("t.completed_at")} {report.Scope<SalesTask>("t", "assignee_id")}
            union all
            select t.assignee_id, due.day, 'DUE', t.status = 'COMPLETED' and t.completed_at <= t.due_at
            from tasks t
            cross join lateral (
                select case when length(t.due_date) = {SqlFragment.Constant(DatesOrInstants.DateLength)} then t.due_date::date
                    else (t.due_at at time zone {report.Tz})::date end as day) due
            where t.deleted_at is null and t.status <> 'CANCELLED' and t.assignee_id is not null
                and t.due_at >= {report.Begin} - interval '2 days' and t.due_at < {report.End} + interval '2 days'
                and due.day between {report.From} and {report.To}
                {report.Scope<SalesTask>("t", "assignee_id")}),
        days as (
            select f.user_id, f.day,
                count(*) filter (where f.kind in ('PHONE_CALL', 'VIDEO_CALL')) as calls,
                count(*) filter (where f.kind = 'EMAIL') as emails, count(*) filter (where f.kind = 'MEETING') as meetings,
                    count(*) filter (where f.kind = 'DONE') as done,
                count(*) filter (where f.kind = 'DUE') as due, count(*) filter (where f.on_time) as on_time
            from facts f
            group by 1, 2)
        select d.user_id, u.full_name as user_name, d.day, d.calls, d.emails, d.meetings, d.done as tasks_done, d.due as tasks_due,
            d.on_time as tasks_done_on_time,
            d.on_time::float8 / nullif(d.due, 0) as completion_rate
        from days d
        {report.Links.JoinTo<User>($"d.user_id", "u")}
        order by d.day, u.name_folded, d.user_id
        """;

    public Task<Result<Report<ActivityRow>>> Handle(GetActivity request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetActivity, ActivityRow>(request, Sql, cancellationToken);
}
