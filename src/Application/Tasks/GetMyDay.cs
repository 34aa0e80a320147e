using System.Globalization;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>Returns the caller's own open tasks of the week, by days in the caller's time zone.</summary>
/// <param name="Limit">The maximum number of tasks of each part, from 1 to 200. Default: 50.</param>
[Requires(Resource.Tasks, RightAction.Read)]
public sealed record GetMyDay([property: DocumentedAs(typeof(int))] string? Limit) : IQuery<MyDay>;

/// <summary>The tasks of the caller, ordered in each part by priority, then by value of the deal, then by due date.</summary>
/// <param name="AsOf">The time of the data.</param>
/// <param name="Timezone">The time zone of the days: the caller's, or UTC.</param>
/// <param name="Counts">The total number of tasks in each part.</param>
/// <param name="Overdue">Tasks that were due before now.</param>
/// <param name="Today">Tasks that are due later today.</param>
/// <param name="NextSevenDays">Tasks that are due in the seven days after today.</param>
public sealed record MyDay(
    DateTimeOffset AsOf, string Timezone, MyDayCounts Counts, IReadOnlyList<TaskRow> Overdue, IReadOnlyList<TaskRow> Today,
    IReadOnlyList<TaskRow> NextSevenDays);

/// <summary>The number of tasks in each part.</summary>
public sealed record MyDayCounts(long Overdue, long Today, long NextSevenDays);

internal sealed class GetMyDayHandler(IReadDb db, ICurrentUser user, IClock clock) : IQueryHandler<GetMyDay, MyDay>
{
    private sealed record Head(string Timezone, long Overdue, long Today, long NextSevenDays);

    public async Task<Result<MyDay>> Handle(GetMyDay request, CancellationToken cancellationToken)
    {
        var limit = ListSpec.DefaultLimit;
        if (request.Limit is not null &&
            (!int.TryParse(request.Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) ||
                limit is < 1 or > ListSpec.MaxLimit))
            return ListErrors.InvalidValue("limit", $"must be a whole number from 1 to {ListSpec.MaxLimit}.");
        var caller = user.Required;
        var scope = RecordScope.For(caller, Resource.Tasks, RightAction.Read, "t");
        var now = clock.Now;
        return await db.QueryMultipleAsync(
            Sql(caller.UserId, now, limit, scope, new LinkedRecords(caller)),
            async sets =>
            {
                var head = (await sets.ReadSingleOrDefaultAsync<Head>())!;
                return new MyDay(
                    now,
                    head.Timezone,
                    new MyDayCounts(head.Overdue, head.Today, head.NextSevenDays),
                    await sets.ReadAsync<TaskRow>(),
                    await sets.ReadAsync<TaskRow>(),
                    await sets.ReadAsync<TaskRow>());
            },
            cancellationToken);
    }

    private static SqlFragment[] Sql(Guid userId, DateTimeOffset asOf, int limit, ScopeFilter scope, LinkedRecords links)
    {
        SqlFragment me = $"{userId}", now = $"{asOf}", most = $"{limit}";
        // The ends of today and of the seven days after it, in the caller's time zone.
        SqlFragment day = $"""
            with day as (
                select zone, ((({now} at time zone zone)::date + 1)::timestamp at time zone zone) as tomorrow,
                    ((({now} at time zone zone)::date + 8)::timestamp at time zone zone) as later
                from (select coalesce(nullif(timezone, ''), 'UTC') as zone from users where id = {me}) z)
            """;
        SqlFragment ownOpen =
            $"t.assignee_id = {me} and t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') {scope}";
        return
        [
            $"""
            {day}
            select zone as timezone, count(*) filter (where due_date < {now}) as overdue,
                count(*) filter (where due_date >= {now} and due_date < tomorrow) as today,
                count(*) filter (where due_date >= tomorrow) as next_seven_days
            from day left join (select t.due_date from tasks t where {ownOpen} and t.due_date < (select later from day)) due on true
            group by zone
            """,
            Part($"t.due_date < {now}"),
            Part($"t.due_date >= {now} and t.due_date < (select tomorrow from day)"),
            Part($"t.due_date >= greatest({now}, (select tomorrow from day)) and t.due_date < (select later from day)"),
        ];

        SqlFragment Part(SqlFragment due) => $"""
            {day}
            select null::text as sort_key, p.id::text as tie_key, {TaskRow.Columns(now)}
            from (
                select t.*, array_position(array['URGENT', 'HIGH', 'MEDIUM', 'LOW'], t.priority) as place, v.value as stake
                from tasks t {links.Join<SalesTask>("dealId", "t", "v")} and v.deleted_at is null
                where {ownOpen} and {due}
                order by place, stake desc nulls last, due_date, id limit {most}) p
            {TaskRow.Joins(links)}
            order by p.place, p.stake desc nulls last, p.due_date, p.id
            """;
    }
}
