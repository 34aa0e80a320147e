using System.Text.Json;
using Dapper;

namespace Crm.Application.Common.Records;

/// <summary>Reads a page of any list.</summary>
public sealed class ListReader(IReadDb db, ICurrentUser user, IClock clock, CursorCodec cursors) : IScopedService
{
    /// <param name="spec">The list.</param>
    /// <param name="sql">The list's statement, with the marks <c>/*page*/</c> and <c>/*order*/</c>.</param>
    /// <param name="input">The query string.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task<Result<Page<TRow>>> ReadAsync<TRow>(ListSpec spec, string sql, ListInput input, CancellationToken ct)
        where TRow : IListRow => ReadScopedAsync<TRow>(spec, sql, input, ScopeOf(spec), ct);

    /// <summary>A list whose rows are narrowed by more than their own scope.</summary>
    public Task<Result<Page<TRow>>> ReadAsync<TRow>(ListSpec spec, string sql, ListInput input, ScopeFilter also, CancellationToken ct)
        where TRow : IListRow => ReadScopedAsync<TRow>(spec, sql, input, ScopeOf(spec).And(also), ct);

    /// <summary>A list whose rows are not found by the read scope of its resource, but by this one.</summary>
    public Task<Result<Page<TRow>>> ReadScopedAsync<TRow>(ListSpec spec, string sql, ListInput input, ScopeFilter scope, CancellationToken ct)
        where TRow : IListRow => ReadAsync<TRow>(spec, sql, input, null, scope, ct);

    /// <summary>The children of one parent, which must be visible itself; they have no scope of their own unless the parent says so.</summary>
    public Task<Result<Page<TRow>>> ReadChildrenAsync<TRow>(ListSpec spec, string sql, ListInput input, ListParent parent, CancellationToken ct)
        where TRow : IListRow => ReadChildrenAsync<TRow>(spec, sql, input, parent, ScopeFilter.None, ct);

    /// <summary>The children of one parent that are narrowed by more than their parent.</summary>
    public Task<Result<Page<TRow>>> ReadChildrenAsync<TRow>(
        ListSpec spec, string sql, ListInput input, ListParent parent, ScopeFilter also, CancellationToken ct)
        where TRow : IListRow => ReadAsync<TRow>(spec, sql, input, parent, (parent.OwnScope ? ScopeOf(spec) : ScopeFilter.None).And(also), ct);

    private ScopeFilter ScopeOf(ListSpec spec) => RecordScope.For(user.Required, spec.Resource, RightAction.Read, spec.Alias);

    private async Task<Result<Page<TRow>>> ReadAsync<TRow>(
        ListSpec spec, string sql, ListInput input, ListParent? parent, ScopeFilter scope, CancellationToken ct)
        where TRow : IListRow
    {
        var caller = user.Required;
        var parsed = ListQuery.Parse(spec, input, caller.UserId, parent?.Id);
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

        var condition = parent?.Condition(spec.Alias);
        var (pageSql, parameters) = ListSql.Page(sql, query, scope, condition, after);
        parameters.Add("now", clock.Now);
        List<TRow> rows;
        if (parent is null)
        {
            rows = [.. await db.QueryAsync<TRow>(pageSql, parameters, ct)];
        }
        else
        {
            var parentScope = RecordScope.For(caller, parent.Resource, RightAction.Read, "t");
            parameters.Add("parentId", parent.Id);
            if (parentScope.UserIds is not null)
                parameters.Add("scopeUsers", parentScope.UserIds);
            var found = await db.QueryMultipleAsync(
                $"{parentScope.ApplyTo(parent.ExistsSql)};\n{pageSql}",
                parameters,
                static async sets => await sets.ReadSingleOrDefaultAsync<bool>() ? await sets.ReadAsync<TRow>() : null,
                ct);
            if (found is null)
                return parent.NotFound;
            rows = [.. found];
        }

        string? next = null;
        if (rows.Count > query.Limit)
        {
            rows.RemoveAt(query.Limit);
            next = cursors.Encode(query, rows[^1].SortKey, rows[^1].TieKey);
        }

        return new Page<TRow>(rows, next) { Count = await CountAsync(query, scope, condition, parent?.Id, ct) };
    }

    private async Task<long?> CountAsync(ListQuery query, ScopeFilter scope, string? condition, Guid? parentId, CancellationToken ct)
    {
        if (query.Count is null)
            return null;
        var (sql, parameters) = ListSql.Count(query, scope.OfWhole, condition);
        parameters.Add("now", clock.Now);
        if (parentId is not null)
            parameters.Add("parentId", parentId);
        return await CountAsync(query, sql, parameters, ct);
    }

    /// <summary>Counts as the query asks for it: the rows themselves, or the planner's estimate of them.</summary>
    /// <param name="query">Asks for a count.</param>
    /// <param name="sql">Counts exactly.</param>
    /// <param name="parameters">Of the statement.</param>
    /// <param name="ct">Cancels the statement.</param>
    internal async Task<long?> CountAsync(ListQuery query, string sql, DynamicParameters parameters, CancellationToken ct)
    {
        if (query.Count == "exact")
            return await db.QuerySingleOrDefaultAsync<long>(sql, parameters, ct);
        // The planner's own estimate of the rows that meet the filter: no row is read.
        var plan = await db.QuerySingleOrDefaultAsync<string>(
            "explain (format json) " + sql.Replace("count(*)", "1", StringComparison.Ordinal), parameters, ct);
        using var json = JsonDocument.Parse(plan!);
        return (long)json.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }
}
