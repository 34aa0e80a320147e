using Dapper;

namespace Crm.Application.Timelines;

/// <summary>
/// Reads a page of a timeline in one statement: for each type the newest few that the caller may see, found by keyset in the
/// entries of the one subject, then the newest of these. What it costs does not depend on how much lies behind the page.
/// </summary>
internal sealed class TimelineReader(IReadDb db, ICurrentUser user, CursorCodec cursors, ListReader lists) : IScopedService
{
    /// <summary>Where the entries of a type come from, under the alias e, and what the caller must see for one to be shown.</summary>
    private static readonly Dictionary<TimelineType, (string Source, Resource? Resource, string Alias)> Sources = new()
    {
        [TimelineType.Task] = ("timeline_entries e join tasks t on t.id = e.item_id", Resource.Tasks, "t"),
        [TimelineType.Communication] = ("timeline_entries e join communications t on t.id = e.item_id", Resource.Communications, "t"),
        [TimelineType.Note] = ("timeline_entries e join notes t on t.id = e.item_id", Resource.Notes, "t"),
        [TimelineType.StageChange] = (
            "timeline_entries e join deal_stage_history h on h.id = e.item_id join deals t on t.id = h.deal_id and t.deleted_at is null", Resource.Deals, "t"),
        [TimelineType.StatusChange] = ("timeline_entries e", null, "e"),
        [TimelineType.LeadActivity] = (
            "(select lead_id as subject_id, 'LEAD_ACTIVITY' as type, created_at as at, id as item_id from lead_activities) e", null, "e"),
    };

    // The subject comes first: without it there is no row at all, and with an empty history one row of nothing.
    private const string Sql = """
        select p.at::text as sort_key, p.item_id::text as tie_key, p.type, p.item_id as id, p.at, i.kind, i.title, left(i.text, 500) as text, i.status,
            i.from_state as "from", i.to_state as "to", i.reason, i.user_id, u.full_name as user_name,
            i.contact_id, c.first_name || ' ' || c.last_name as contact_name, i.deal_id, d.title as deal_title, i.company_id, i.lead_id,
            coalesce(i.is_private, false) as is_private
        from (select true from /*table*/ t where t.id = @parentId and t.deleted_at is null /*scope*/) subject
        left join (/*page*/) p on true
        left join lateral (
            select x.type as kind, x.title, x.description as text, x.status, null as from_state, null as to_state, null as reason,
                coalesce(x.assignee_id, x.creator_id) as user_id, x.contact_id, x.deal_id, x.company_id, x.lead_id, false as is_private
            from tasks x where p.type = 'TASK' and x.id = p.item_id
            union all
            select x.type, x.subject, x.content, x.status, null, null, null, x.creator_id, x.contact_id, x.deal_id, x.company_id, x.lead_id, false
            from communications x where p.type = 'COMMUNICATION' and x.id = p.item_id
            union all
            select x.type, x.title, x.content, null, null, null, null, x.creator_id, x.contact_id, x.deal_id, x.company_id, x.lead_id, x.is_private
            from notes x where p.type = 'NOTE' and x.id = p.item_id
            union all
            select null, null, null, null, x.from_stage, x.to_stage, x.reason, x.changed_by, null, x.deal_id, null, null, false
            from deal_stage_history x where p.type = 'STAGE_CHANGE' and x.id = p.item_id
            union all
            select null, null, null, null, x.from_status, x.to_status, null, x.changed_by, null, null, null, x.lead_id, false
            from lead_status_history x where p.type = 'STATUS_CHANGE' and x.id = p.item_id
            union all
            select x.type, null, x.description, null, null, null, null, x.created_by_id, null, null, null, x.lead_id, false
            from lead_activities x where p.type = 'LEAD_ACTIVITY' and x.id = p.item_id) i on true
        left join users u on u.id = i.user_id
        left join contacts c on c.id = i.contact_id
        left join deals d on d.id = i.deal_id
        order by p.at/*direction*/, p.item_id/*direction*/
        """;

    /// <param name="spec">The list.</param>
    /// <param name="subject">What kind of record.</param>
    /// <param name="id">The record.</param>
    /// <param name="input">The query string.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<Result<Page<TimelineRow>>> ReadAsync(ListSpec spec, TimelineSubject subject, Guid id, ListInput input, CancellationToken ct)
    {
        var parsed = ListQuery.Parse(spec, input, user.Required.UserId, id);
        if (parsed.Error is { } error)
            return error;
        var query = parsed.Value;
        var parameters = new DynamicParameters();
        parameters.Add("parentId", id);
        parameters.Add("scopeUsers", user.Required.Team);
        parameters.Add("take", query.Limit + 1);
        var beyond = "";
        if (query.Cursor is not null)
        {
            var after = cursors.Decode(query);
            if (after.Error is { } cursorError)
                return cursorError;
            parameters.Add("afterKey", after.Value.Key);
            parameters.Add("afterTie", after.Value.Tie);
            beyond = $" and (e.at, e.item_id) {(query.Descending ? "<" : ">")} (@afterKey::text::timestamptz, @afterTie::text::uuid)";
        }

        var direction = query.Descending ? " desc" : "";
        var order = $" order by e.at{direction}, e.item_id{direction} limit @take";
        var sql = ScopeFilter.For(user.Required, subject.Resource, RightAction.Read, "t").ApplyTo(Sql)
            .Replace("/*table*/", subject.Table, StringComparison.Ordinal)
            .Replace("/*page*/", $"select e.* from ({Entries(query, subject, beyond, order, parameters)}) e{order}", StringComparison.Ordinal)
            .Replace("/*direction*/", direction, StringComparison.Ordinal);
        var rows = await db.QueryAsync<Line>(sql, parameters, ct);
        if (rows.Count == 0)
            return subject.NotFound;
        var lines = rows.Where(r => r.Id is not null).Select(r => r.ToRow()).ToList();
        string? next = null;
        if (lines.Count > query.Limit)
        {
            lines.RemoveAt(query.Limit);
            next = cursors.Encode(query, lines[^1].SortKey, lines[^1].TieKey);
        }

        if (query.Count is null)
            return new Page<TimelineRow>(lines, next);
        var countSql = $"select count(*) from ({Entries(query, subject, "", "", parameters)}) e";
        return new Page<TimelineRow>(lines, next) { Count = await lists.CountAsync(query, countSql, parameters, ct) };
    }

    /// <summary>The visible entries of each type that is asked for.</summary>
    private string Entries(ListQuery query, TimelineSubject subject, string beyond, string order, DynamicParameters parameters)
    {
        // The type is settled here: were it a parameter, a scan of one type would read what the filter throws away.
        var types = subject.Types.Where(t => query.Conditions.Where(c => c.Field.Name == "types").All(c => Holds(c, t))).ToList();
        var conditions = ListSql.Where(query, c => c.Field.Name != "types", parameters);
        if (types.Count == 0)
            return "select null::text as type, null::timestamptz as at, null::uuid as item_id where false";
        return string.Join(" union all ", types.Select(type =>
        {
            var (source, resource, alias) = Sources[type];
            var scope = resource is { } r ? ScopeFilter.For(user.Required, r, RightAction.Read, alias).Sql : "";
            // Names are of this file's own tables and the enum's.
            return $"(select e.type, e.at, e.item_id from {source} where e.subject_id = @parentId and e.type = '{EnumText<TimelineType>.Of(type)}' and {conditions}{beyond} {scope}{order})";
        }));
    }

    private static bool Holds(ListCondition condition, TimelineType type) => condition.Operator switch
    {
        "isNull" => !(bool)condition.Value,
        "ne" => (string)condition.Value != EnumText<TimelineType>.Of(type),
        "in" => ((string[])condition.Value).Contains(EnumText<TimelineType>.Of(type)),
        _ => (string)condition.Value == EnumText<TimelineType>.Of(type),
    };

    /// <summary>A line as it is read; empty where the subject has no history.</summary>
    private sealed record Line(
        string? SortKey, string? TieKey, string? Type, Guid? Id, DateTimeOffset? At, string? Kind, string? Title, string? Text, string? Status, string? From,
        string? To, string? Reason, Guid? UserId, string? UserName, Guid? ContactId, string? ContactName, Guid? DealId, string? DealTitle, Guid? CompanyId,
        Guid? LeadId, bool IsPrivate)
    {
        public TimelineRow ToRow() => new(
            SortKey, TieKey!, EnumText<TimelineType>.Parse(Type!), Id!.Value, At!.Value, Kind, Title, Text, Status, From, To, Reason, UserId, UserName,
            ContactId, ContactName, DealId, DealTitle, CompanyId, LeadId, IsPrivate);
    }
}
