using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Users;

namespace Crm.Application.Timelines;

/// <summary>
/// Reads a page of a timeline in one statement: for each type, the newest entries of the subject that the caller may see, found by
/// keyset; then the newest of these. The cost does not depend on the number of entries after the page.
/// </summary>
internal sealed class TimelineReader(
    IReadDb db, ICurrentUser user, CursorCodec cursors, ListReader lists, IClock clock, ICommitHorizon commits) : IScopedService
{
    /// <summary>The sources of timeline entries by type: the collection whose scope applies, and its child if the entries are
    /// children.</summary>
    private static readonly SortedDictionary<TimelineType, (Record Record, ChildRecord? Child, TimelineSource Source)> Sources =
        FindSources();

    private static readonly SqlFragment Items = SqlFragment.Join($" union all ", Sources.Values.Select(ItemSql));

    /// <param name="spec">The list.</param>
    /// <param name="subject">The kind of the subject.</param>
    /// <param name="id">The id of the subject.</param>
    /// <param name="input">The query string.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<Result<Page<TimelineRow>>> ReadAsync(ListSpec spec, Record subject, Guid id, ListInput input, CancellationToken ct)
    {
        var parsed = ListQuery.Parse(spec, input, user.Required, new LinkedRecords(user.Required), id);
        if (parsed.Error is { } error)
            return error;
        var query = parsed.Value;
        SqlFragment key = $"{id}", now = $"{clock.Now}", beyond = SqlFragment.Empty;
        if (query.Cursor is not null)
        {
            var after = cursors.Decode(query);
            if (after.Error is { } cursorError)
                return cursorError;
            SqlFragment side = query.Descending ? (SqlFragment)$"<" : $">";
            beyond = $" and (e.at, e.item_id) {side} ({after.Value.Key}::text::timestamptz, {after.Value.Tie}::text::uuid)";
        }

        SqlFragment direction = query.Descending ? $" desc" : SqlFragment.Empty;
        SqlFragment order = $" order by e.at{direction}, e.item_id{direction} limit {query.Limit + 1}";
        SqlFragment page = $"select e.* from ({Entries(query, subject, key, now, beyond, order)}) e{order}";
        var scope = RecordScope.For(subject, user.Required, RightAction.Read, "t");
        // The subject is the first table: if it is not visible there are no rows, and with an empty timeline there is one row of nulls.
        var (rows, asOf) = await ListReader.ReadAsync<Line>(
            db,
            await commits.StartAsync(ct),
            null,
            $"""
            select p.at::text as sort_key, p.item_id::text as tie_key, p.type, p.item_id as id, p.at, i.kind, i.title,
                left(i.text, 500) as text, i.status,
                i.from_state as "from", i.to_state as "to", i.reason, i.user_id, u.full_name as user_name,
                i.contact_id, c.first_name || ' ' || c.last_name as contact_name, i.deal_id, d.title as deal_title, i.company_id, i.lead_id,
                i.in_reply_to_id, coalesce(i.is_private, false) as is_private
            from (select true from {SqlFragment.Name(subject.Table)} t where t.id = {key} and t.deleted_at is null {scope}) subject
            left join ({page}) p on true
            left join lateral ({Items}) i on true
            {query.Links.JoinTo<User>($"i.user_id", "u")}
            {query.Links.JoinTo<Contact>($"i.contact_id", "c")}
            {query.Links.JoinTo<Deal>($"i.deal_id", "d")}
            order by p.at{direction}, p.item_id{direction}
            """,
            ct);
        if (rows!.Count == 0)
            return subject.NotFound;
        var lines = rows.Where(r => r.Id is not null).Select(r => r.ToRow()).ToList();
        string? next = null;
        if (lines.Count > query.Limit)
        {
            lines.RemoveAt(query.Limit);
            next = cursors.Encode(query, lines[^1].SortKey, lines[^1].TieKey);
        }

        var (count, timedOut) = await lists.CountAsync(query, what => $"select {what} from ({All()}) e", ct);
        return new Page<TimelineRow>(lines, next) { AsOf = asOf, Count = count, CountTimedOut = timedOut };

        SqlFragment All() => Entries(query, subject, key, now, SqlFragment.Empty, SqlFragment.Empty);
    }

    /// <summary>The visible entries of each requested type.</summary>
    private SqlFragment Entries(
        ListQuery query, Record subject, SqlFragment key, SqlFragment now, SqlFragment beyond, SqlFragment order)
    {
        // The type is a constant: with a parameter, a scan for one type would read rows that the filter then discards.
        var types = subject.Timeline.Where(t => query.Conditions.Where(c => c.Field.Name == "types").All(c => Holds(c, t))).ToList();
        var conditions = ListSql.Where(query, now, c => c.Field.Name != "types");
        if (types.Count == 0)
            return $"select null::text as type, null::timestamptz as at, null::uuid as item_id where false {ScopeFilter.None}";
        return SqlFragment.Join($" union all ", types.Select(type =>
        {
            var (source, scope) = SourceOf(type, subject);
            return (SqlFragment)$"""
                (select e.type, e.at, e.item_id from {source}
                where e.subject_id = {key} and e.type = {TypeName(type)} and {conditions}{beyond} {scope}{order})
                """;
        }));
    }

    private static SqlFragment TypeName(TimelineType type) => SqlFragment.Constant(EnumText<TimelineType>.Of(type));

    private static SortedDictionary<TimelineType, (Record Record, ChildRecord? Child, TimelineSource Source)> FindSources()
    {
        var sources = new SortedDictionary<TimelineType, (Record, ChildRecord?, TimelineSource)>();
        foreach (var record in RecordCatalog.All)
        {
            if (record.TimelineSource is { } own)
                sources.Add(own.Type, (record, null, own));
            foreach (var child in record.Children)
            {
                if (child.TimelineSource is { } shown)
                    sources.Add(shown.Type, (record, child, shown));
            }
        }

        return sources;
    }

    /// <summary>The source of the entries of a type, with the alias e, and the scope that an entry must match to be shown.</summary>
    private (SqlFragment Source, ScopeFilter Scope) SourceOf(TimelineType type, Record subject)
    {
        var (record, child, source) = Sources[type];
        if (source.ReadsOwnTable)
        {
            return (
                $"""
                (select {SqlFragment.Name(child!.ParentColumn)} as subject_id, {TypeName(type)} as type, created_at as at, id as item_id
                from {SqlFragment.Name(child.Table)}) e
                """,
                ScopeFilter.None);
        }

        // A caller who can see the subject can see its children.
        if (child is not null && record == subject)
            return ($"timeline_entries e", ScopeFilter.None);
        var table = SqlFragment.Name(record.Table);
        SqlFragment join = child is null
            ? (SqlFragment)$"join {table} t on t.id = e.item_id"
            : $"""
                join {SqlFragment.Name(child.Table)} h on h.id = e.item_id
                join {table} t on t.id = h.{SqlFragment.Name(child.ParentColumn)} and t.deleted_at is null
                """;
        return ($"timeline_entries e {join}", RecordScope.For(record, user.Required, RightAction.Read, "t"));
    }

    private static SqlFragment ItemSql((Record Record, ChildRecord? Child, TimelineSource Source) shown)
    {
        var s = shown.Source;
        return $"""
            select {s.Kind} as kind, {s.Title} as title, {s.Text} as text, {s.Status} as status, {s.From} as from_state,
                {s.To} as to_state, {s.Reason} as reason,
                {s.UserId} as user_id, {s.ContactId} as contact_id, {s.DealId} as deal_id, {s.CompanyId} as company_id,
                    {s.LeadId} as lead_id, {s.InReplyToId} as in_reply_to_id, {s.IsPrivate} as is_private
            from {SqlFragment.Name(shown.Child?.Table ?? shown.Record.Table)} x where p.type = {TypeName(s.Type)} and x.id = p.item_id
            """;
    }

    private static bool Holds(ListCondition condition, TimelineType type) => condition.Operator switch
    {
        "isNull" => !(bool)condition.Value,
        "ne" => (string)condition.Value != EnumText<TimelineType>.Of(type),
        "in" => ((string[])condition.Value).Contains(EnumText<TimelineType>.Of(type)),
        _ => (string)condition.Value == EnumText<TimelineType>.Of(type),
    };

    /// <summary>A row as read. All columns are null if the timeline is empty.</summary>
    private sealed record Line(
        string? SortKey, string? TieKey, string? Type, Guid? Id, DateTimeOffset? At, string? Kind, string? Title, string? Text,
        string? Status, string? From,
        string? To, string? Reason, Guid? UserId, string? UserName, Guid? ContactId, string? ContactName, Guid? DealId, string? DealTitle,
        Guid? CompanyId,
        Guid? LeadId, Guid? InReplyToId, bool IsPrivate)
    {
        public TimelineRow ToRow() => new(
            SortKey, TieKey!, EnumText<TimelineType>.Parse(Type!), Id!.Value, At!.Value, Kind, Title, Text, Status, From, To, Reason,
            UserId, UserName,
            ContactId, ContactName, DealId, DealTitle, CompanyId, LeadId, InReplyToId, IsPrivate);
    }
}
