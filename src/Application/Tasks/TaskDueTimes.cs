using System.Globalization;

namespace Crm.Application.Tasks;

/// <summary>Recomputes the instants at which tasks start and are due, when the time zone of their dates changes.</summary>
public sealed class TaskDueTimes(IWriteDb db) : IScopedService
{
    /// <summary>Those of one user.</summary>
    /// <param name="userId">The user, whose setting is locked.</param>
    /// <param name="zone">The new time zone.</param>
    /// <param name="ct">Cancels the statements.</param>
    public async Task MoveAsync(Guid userId, Zone zone, CancellationToken ct)
    {
        SqlFragment id = $"{userId}";
        await MoveAsync($"(t.assignee_id = {id} or (t.assignee_id is null and t.creator_id = {id}))", zone, ct);
    }

    /// <summary>Those of the users who have set no time zone.</summary>
    /// <param name="zone">The organisation's new time zone.</param>
    /// <param name="ct">Cancels the statements.</param>
    public Task MoveAsync(Zone zone, CancellationToken ct) => MoveAsync(
        $"exists (select from users u where u.id = coalesce(t.assignee_id, t.creator_id) and u.timezone is null)", zone, ct);

    private async Task MoveAsync(SqlFragment ofUser, Zone zone, CancellationToken ct)
    {
        await MoveAsync("due_date", "due_at", ofUser, zone.LastOf, ct);
        await MoveAsync("start_date", "start_at", ofUser, zone.StartOf, ct);
    }

    /// <summary>Set-based, one statement for each of the two instants: a user has many tasks, but few different dates.</summary>

    private async Task MoveAsync(
        string given, string derived, SqlFragment ofUser, Func<DateOnly, DateTimeOffset> instantOf, CancellationToken ct)
    {
        SqlFragment from = SqlFragment.Column("t", given), to = SqlFragment.Column("t", derived), column = SqlFragment.Name(derived);
        var dates = await db.QueryAsync<string>(
            $"select distinct {from} from tasks t where {ofUser} and length({from}) = {DatesOrInstants.DateLength}", ct);
        if (dates.Count == 0)
            return;
        string[] texts = [.. dates];
        DateTimeOffset[] instants = [.. texts.Select(d => instantOf(DateOnly.ParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture)))];
        await db.ExecuteAsync(
            $"""
            update tasks t set {column} = d.at
            from unnest({texts}::text[], {instants}::timestamptz[]) d (day, at)
            where {ofUser} and {from} = d.day and {to} is distinct from d.at
            """,
            ct);
    }
}
