using System.Text.Json;

namespace Crm.Application.Common.Records;

/// <summary>Reads a page of a list.</summary>
public sealed class ListReader(
    IReadDb db, ICurrentUser user, IClock clock, CursorCodec cursors, ICommitHorizon commits) : IScopedService
{
    /// <param name="spec">The list.</param>
    /// <param name="sql">Composes the list's statement: joins the displayed columns to the rows of a page.</param>
    /// <param name="input">The query string.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<Result<Page<TRow>>> ReadAsync<TRow>(ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, CancellationToken ct)
        where TRow : IListRow => ReadScopedAsync<TRow>(spec, sql, input, ScopeOf(spec), ct);

    /// <summary>Reads a list with a condition in addition to its scope.</summary>
    public Task<Result<Page<TRow>>> ReadAsync<TRow>(
        ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, ScopeFilter also, CancellationToken ct)
        where TRow : IListRow => ReadScopedAsync<TRow>(spec, sql, input, ScopeOf(spec).And(also), ct);

    /// <summary>Reads a list with this scope instead of the read scope of its resource.</summary>
    public Task<Result<Page<TRow>>> ReadScopedAsync<TRow>(
        ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, ScopeFilter scope, CancellationToken ct)
        where TRow : IListRow => ReadAsync<TRow>(spec, sql, input, null, scope, ct);

    /// <summary>Reads the children of one parent, which must be visible. They have no scope of their own unless the parent declares
    /// it.</summary>
    public Task<Result<Page<TRow>>> ReadChildrenAsync<TRow>(
        ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, ListParent parent, CancellationToken ct)
        where TRow : IListRow => ReadChildrenAsync<TRow>(spec, sql, input, parent, ScopeFilter.None, ct);

    /// <summary>Reads the children of one parent with an additional condition.</summary>
    public Task<Result<Page<TRow>>> ReadChildrenAsync<TRow>(
        ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, ListParent parent, ScopeFilter also, CancellationToken ct)
        where TRow : IListRow =>
            ReadAsync<TRow>(spec, sql, input, parent, (parent.OwnScope ? ScopeOf(spec) : ScopeFilter.None).And(also), ct);

    private ScopeFilter ScopeOf(ListSpec spec) => RecordScope.For(user.Required, spec.Resource, RightAction.Read, spec.Alias);

    private async Task<Result<Page<TRow>>> ReadAsync<TRow>(
        ListSpec spec, Func<ListPage, SqlFragment> sql, ListInput input, ListParent? parent, ScopeFilter scope, CancellationToken ct)
        where TRow : IListRow
    {
        var caller = user.Required;
        var parsed = ListQuery.Parse(spec, input, caller, new LinkedRecords(caller), parent?.Id);
        if (parsed.Error is { } error)
            return error;
        var query = parsed.Value;
        ListPosition? after = null;
        if (query.Cursor is not null)
        {
            var position = cursors.Decode(query);
            if (position.Error is { } cursorError)
                return cursorError;
            after = position.Value;
        }

        SqlFragment now = $"{clock.Now}";
        var condition = parent?.Condition(spec.Alias);
        var page = ListSql.Page(sql, query, now, scope, condition, after);
        var horizon = await commits.StartAsync(ct);
        var exists = parent?.Exists(RecordScope.For(caller, parent.Resource, RightAction.Read, "t"));
        var (found, asOf) = await ReadAsync<TRow>(db, horizon, exists, page, ct);
        if (found is null)
            return parent!.NotFound;
        List<TRow> rows = [.. found];

        string? next = null;
        if (rows.Count > query.Limit)
        {
            rows.RemoveAt(query.Limit);
            next = cursors.Encode(query, rows[^1].SortKey, rows[^1].TieKey);
        }

        var (count, timedOut) = await CountAsync(query, what => ListSql.Count(query, now, scope.OfWhole, condition, what), ct);
        return new Page<TRow>(rows, next) { AsOf = asOf, Count = count, CountTimedOut = timedOut };
    }

    /// <summary>Reads rows in one round trip, with the time that no later commit undercuts.</summary>
    /// <param name="db">The database.</param>
    /// <param name="horizon">Started before.</param>
    /// <param name="exists">Selects whether the parent exists; null if there is none. If it does not, the rows are null.</param>
    /// <param name="page">Selects the rows.</param>
    /// <param name="ct">Cancels the statements.</param>
    internal static async Task<(IReadOnlyList<TRow>? Rows, DateTimeOffset? AsOf)> ReadAsync<TRow>(
        IReadDb db, IReadHorizon horizon, SqlFragment? exists, SqlFragment page, CancellationToken ct)
    {
        if (horizon.Probe is null && exists is null)
            return (await db.QueryAsync<TRow>(page, ct), horizon.Of(null));
        SqlFragment[] statements = [.. new[] { horizon.Probe, exists, page }.OfType<SqlFragment>()];
        return await db.QueryMultipleAsync(
            statements,
            async sets =>
            {
                var asOf = horizon.Of(horizon.Probe is null ? null : await sets.ReadSingleOrDefaultAsync<long?>());
                return exists is null || await sets.ReadSingleOrDefaultAsync<bool>() ? (await sets.ReadAsync<TRow>(), asOf) : (null, asOf);
            },
            ct);
    }

    /// <summary>Counts the rows as the query requests: exactly, or as the planner's estimate. Rows that cannot be counted in time are no
    /// reason to withhold the page.</summary>
    /// <param name="query">Determines whether and how to count.</param>
    /// <param name="select">Selects this from the rows.</param>
    /// <param name="ct">Cancels the statement.</param>
    internal async Task<(long? Count, bool TimedOut)> CountAsync(
        ListQuery query, Func<SqlFragment, SqlFragment> select, CancellationToken ct)
    {
        if (query.Count is null)
            return (null, false);
        if (query.Count == "exact")
        {
            try
            {
                return (await db.QuerySingleOrDefaultAsync<long>(select($"count(*)"), ct), false);
            }
            catch (QueryRejectedException e) when (e.Error == ListErrors.TooExpensive)
            {
                return (null, true);
            }
        }

        // The planner estimates the number of matching rows without reading any.
        var plan = await db.QuerySingleOrDefaultAsync<string>($"explain (format json) {select($"1")}", ct);
        using var json = JsonDocument.Parse(plan!);
        return ((long)json.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble(), false);
    }
}
