using System.Globalization;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>Returns the caller's own open tasks of the week, by days in the caller's time zone.</summary>
/// <param name="Limit">The maximum number of tasks of each part, from 1 to 200. Default: 50.</param>
[Requires(Resource.Tasks, RightAction.Read)]
public sealed record GetMyDay([property: DocumentedAs(typeof(int))] string? Limit) : IQuery<MyDay>;

/// <summary>The tasks of the caller, ordered in each part by priority, then by value of the deal, then by due time.</summary>
/// <param name="AsOf">The time of the data.</param>
/// <param name="Timezone">The time zone of the days: the caller's, or the organisation's.</param>
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
            Sql(caller, now, limit, scope, new LinkedRecords(caller)),
            async sets => new MyDay(
                now,
                caller.Zone.Id,
                (await sets.ReadSingleOrDefaultAsync<MyDayCounts>())!,
                await sets.ReadAsync<TaskRow>(),
                await sets.ReadAsync<TaskRow>(),
                await sets.ReadAsync<TaskRow>()),
            cancellationToken);
    }

    private static SqlFragment[] Sql(Caller caller, DateTimeOffset asOf, int limit, ScopeFilter scope, LinkedRecords links)
    {
        var today = caller.Zone.DayOf(asOf);
        SqlFragment me = $"{caller.UserId}", now = $"{asOf}", most = $"{limit}";
        SqlFragment tomorrow = $"{caller.Zone.EndOf(today)}", later = $"{caller.Zone.EndOf(today.AddDays(7))}";
        SqlFragment ownOpen =
            $"t.assignee_id = {me} and t.deleted_at is null and t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') {scope}";
        return
        [
            $"""
            select count(*) filter (where t.due_at < {now}) as overdue,
                count(*) filter (where t.due_at >= {now} and t.due_at < {tomorrow}) as today,
                count(*) filter (where t.due_at >= {tomorrow}) as next_seven_days
            from tasks t where {ownOpen} and t.due_at < {later}
            """,
            Part($"t.due_at < {now}"),
            Part($"t.due_at >= {now} and t.due_at < {tomorrow}"),
            Part($"t.due_at >= {tomorrow} and t.due_at < {later}"),
        ];

        SqlFragment Part(SqlFragment due) => $"""
            select null::text as sort_key, p.id::text as tie_key, {TaskRow.Columns(now)}
            from (
                select t.*, array_position(array['URGENT', 'HIGH', 'MEDIUM', 'LOW'], t.priority) as place, v.value as stake
                from tasks t {links.Join<SalesTask>("dealId", "t", "v")} and v.deleted_at is null
                where {ownOpen} and {due}
                order by place, stake desc nulls last, t.due_at, t.id limit {most}) p
            {TaskRow.Joins(links)}
            order by p.place, p.stake desc nulls last, p.due_at, p.id
            """;
    }
}
