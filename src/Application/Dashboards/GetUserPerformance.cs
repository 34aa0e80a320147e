using Crm.Application.Reports;

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
    private const string Sql = """
        /*begin*/select s.owner_id, s.kind, s.currency, sum(s.n)::bigint as n, sum(s.value) as value
        from (
            /*scope sums of each DEALS*/select owner_id, 'OPEN'::text as kind, currency, n, value from sums where
                state in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP') /*currency currency*//*end*/
            union all
            /*scope sums of each CLOSED*/select owner_id, state, currency, n, value from sums where day between @from and @to /*currency currency*//*end*/
            union all
            /*scope sums of each LEADS*/select owner_id, 'LEADS'::text, null::text, n, 0::numeric from sums where true/*end*/
            union all
            /*scope sums of each OPEN_TASKS_MONTH*/select owner_id, case when day < date_trunc('month', @now::timestamptz at time zone 'UTC')::date then 'TASKS_LATE' else 'TASKS' end,
                null::text, n, 0::numeric from sums where true/*end*/
            union all
            /*scope sums of each OPEN_TASKS*/select owner_id, 'LATE'::text, null::text, n, 0::numeric from sums where
                day >= date_trunc('month', @now::timestamptz at time zone 'UTC')::date and day < (@now::timestamptz at time zone 'UTC')::date/*end*/
            union all
            select t.assignee_id, 'LATE'::text, null::text, 1::bigint, 0::numeric from tasks t
            where t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and t.assignee_id is not null
                and t.due_date >= date_trunc('day', @now::timestamptz at time zone 'UTC') at time zone 'UTC' and t.due_date < @now
                /*shown t*/ /*scope t.assignee_id*/
            union all
            /*scope sums of each ACTIVITIES*/select owner_id, 'ACTIVITIES'::text, null::text, n, 0::numeric from sums where /*days*//*end*/
            /*ends*/) s
        group by s.owner_id, s.kind, s.currency
        having sum(s.n) <> 0;
        select u.id, u.full_name, u.deleted_at is null as live from users u where true /*scope u.id*/ order by u.name_folded, u.id
        """;

    private const string Ends = """
        union all
        select t.assignee_id, 'ACTIVITIES'::text, null::text, 1::bigint, 0::numeric from ends e join tasks t on t.completed_at >= e.starts_at and t.completed_at < e.ends_at
        where t.deleted_at is null and t.status = 'COMPLETED' and t.assignee_id is not null /*shown t*/ /*scope t.assignee_id*/
        union all
        select c.creator_id, 'ACTIVITIES'::text, null::text, 1::bigint, 0::numeric from ends e join communications c on c.timeline_at >= e.starts_at and c.timeline_at < e.ends_at
        where c.deleted_at is null and c.status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED') /*shown c*/ /*scope c.creator_id*/
        """;

    public Task<Result<Report<UserPerformanceRow>>> Handle(GetUserPerformance request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetUserPerformance, UserPerformanceRow>(request, SqlOf, ReadAsync, hasPeriod: true, cancellationToken);

    private static string SqlOf(ReportParameters parameters)
    {
        var ends = UtcDays.HasEnds(parameters.Tz);
        return Sql
            .Replace("/*begin*/", ends ? UtcDays.Ends("@from::date", "@to::date") : "", StringComparison.Ordinal)
            .Replace("/*days*/", ends ? "day >= (select first_day from whole) and day < (select end_day from whole)" : "day between @from and @to", StringComparison.Ordinal)
            .Replace("/*ends*/", ends ? Ends : "", StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<UserPerformanceRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<UserSum>()).ToLookup(s => s.OwnerId);
        var people = await sets.ReadAsync<Person>();
        return [.. people.Where(p => p.Live || sums.Contains(p.Id)).SelectMany(p => RowsOf(p, [.. sums[p.Id]], parameters.Currency))];
    }

    private static IEnumerable<UserPerformanceRow> RowsOf(Person person, UserSum[] sums, string? named)
    {
        // A currency is in the sums of an open or closed deal; a user without one has a row all the same.
        var currencies = sums.Select(s => s.Currency).Append(named).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        foreach (var currency in currencies.DefaultIfEmpty())
        {
            var (won, lost) = (Of("CLOSED_WON", currency), Of("CLOSED_LOST", currency));
            var (open, late) = (Of("OPEN", currency), Of("TASKS_LATE", null));
            yield return new UserPerformanceRow(
                person.Id, person.FullName, currency, open.N, Figures.Money(open.Value), Of("LEADS", null).N, Of("TASKS", null).N + late.N, Of("LATE", null).N + late.N,
                won.N, Figures.Money(won.Value), lost.N, Figures.Ratio(won.N, won.N + lost.N), Of("ACTIVITIES", null).N);
        }

        UserSum Of(string kind, string? currency) =>
            Array.Find(sums, s => s.Kind == kind && s.Currency == currency) ?? new UserSum(person.Id, kind, currency, 0, 0);
    }

    private sealed record UserSum(Guid OwnerId, string Kind, string? Currency, long N, decimal Value);

    private sealed record Person(Guid Id, string FullName, bool Live);
}
