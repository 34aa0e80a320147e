namespace Crm.Application.Common.Records;

/// <summary>The records of a collection that a caller's permission covers. All reads use this one implementation.</summary>
public sealed class RecordScope
{
    private readonly Func<string, ScopeFilter> filter;

    private RecordScope(Caller caller, Func<string, ScopeFilter> filter) => (Links, this.filter) = (new LinkedRecords(caller), filter);

    /// <summary>The joins of what the records refer to, as far as the caller can read it.</summary>
    public LinkedRecords Links { get; }

    /// <summary>All records, for the response to a permitted change.</summary>
    public static RecordScope Everything(Caller caller) => new(caller, _ => ScopeFilter.None);

    /// <summary>The scope of a caller's action on a collection.</summary>
    public static RecordScope Of(Record record, Caller caller, RightAction action, bool inTrashToo = false) =>
        new(caller, alias => For(record, caller, action, alias, inTrashToo));

    /// <summary>The predicate for a caller's action on a resource.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="resource">The resource whose collection is read.</param>
    /// <param name="action">The action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    public static ScopeFilter For(Caller caller, Resource resource, RightAction action, string alias) =>
        RecordCatalog.Of(resource) is { } record
        ? For(record, caller, action, alias)
        : caller.ScopeOf(resource, action) == Scope.All ? ScopeFilter.None : ScopeFilter.Nothing;

    /// <summary>The predicate for a caller's action on a collection.</summary>
    /// <param name="record">The collection.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="action">The action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    /// <param name="inTrashToo">Whether a record counts whose subjects are in the trash, such as one that is restored after them.</param>
    public static ScopeFilter For(Record record, Caller caller, RightAction action, string alias, bool inTrashToo = false)
    {
        if (record.CustomScope is { } custom)
            return custom(caller, action, alias);
        if (record.Parent is { } parent)
            return ThroughParent(RecordCatalog.Of(parent.Aggregate), parent.Column, caller, action, alias, inTrashToo);
        if (caller.ScopeOf(record.Resource, action) is not { } scope)
            return ScopeFilter.Nothing;
        var own = Joined(Owned(record, scope, caller, alias), NotPrivate(record, caller, alias));
        if (!record.Subjects.Any())
            return own.IsEmpty ? ScopeFilter.None : new ScopeFilter(own);
        var sql = Joined(own, HasVisibleSubject(record, caller, alias, inTrashToo, ofWhole: false));
        return sql.IsEmpty
            ? ScopeFilter.None
            : new ScopeFilter(sql, () => new ScopeFilter(Joined(own, HasVisibleSubject(record, caller, alias, inTrashToo, ofWhole: true))));
    }

    /// <summary>Whether the caller can list every live record: all of them and, for an activity, all of its subjects.</summary>
    public static bool ReadsAll(Record record, Caller caller) =>
        caller.ScopeOf(record.Resource, RightAction.Read) == Scope.All &&
        NotPrivate(record, caller, "t").IsEmpty &&
        record.Subjects.All(s => For(RecordCatalog.Of(s.Target!), caller, RightAction.Read, "t").IsEverything);

    /// <summary>Limits figures to the users in a column that the caller's permission to read a resource covers.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="resource">The reports, or a collection whose records belong to the user in the column alone.</param>
    /// <param name="column">A column with a user id, including the table alias.</param>
    public static ScopeFilter ForUsers(Caller caller, Resource resource, string column) => caller.ScopeOf(resource, RightAction.Read) switch
    {
        null => ScopeFilter.Nothing,
        Scope.All => ScopeFilter.None,
        { } scope => new ScopeFilter($"and {SqlFragment.Name(column)} = {Users(scope, caller)}"),
    };

    /// <summary>
    /// The audit rows, with the alias <c>t</c>, from which a caller learns nothing of the time when a record that is public now was
    /// private: the value before or after each change was public then, or the caller may read the owner's private records.
    /// </summary>
    public static ScopeFilter ForAudit(Caller caller)
    {
        var conditions = RecordCatalog.All.Select(r => (Record: r, Readable: Readable(r, caller, "r")))
            .Where(r => !r.Readable.IsEmpty).Select(r => Condition(r.Record, r.Readable)).ToList();
        return conditions.Count == 0 ? ScopeFilter.None : new ScopeFilter(SqlFragment.Join($" ", conditions));

        static SqlFragment Condition(Record record, SqlFragment readable)
        {
            var entityType = SqlFragment.Constant(record.EntityType);
            var field = SqlFragment.Constant(record.Fields.All.Single(f => f.Column == record.PrivateColumn).Name);
            // The next change of the flag shows what it was before; a change at the same time also what it became.
            return $"""
                and (t.entity_type <> {entityType}
                    or exists (select 1 from {SqlFragment.Name(record.Table)} r where r.id = t.entity_id and {readable})
                    or (
                        select 'true' in (a.old_value, case when a.metadata ->> 'version' = t.metadata ->> 'version' then a.new_value end)
                        from audit_logs a
                        where a.entity_id = t.entity_id and a.entity_type = {entityType} and a.field_name = {field}
                            and (a.metadata ->> 'version')::bigint >= (t.metadata ->> 'version')::bigint
                        order by (a.metadata ->> 'version')::bigint limit 1) is not true)
                """;
        }
    }

    /// <summary>The predicate over a table's alias.</summary>
    public ScopeFilter On(string alias) => filter(alias);

    private static SqlFragment Joined(SqlFragment one, SqlFragment other) => one.IsEmpty ? other : other.IsEmpty ? one : $"{one} {other}";

    /// <summary>The records of the caller or of the caller's groups. Empty: all records.</summary>
    private static SqlFragment Owned(Record record, Scope scope, Caller caller, string alias)
    {
        if (scope == Scope.All)
            return SqlFragment.Empty;
        if (record.OwnerColumns.Count == 0)
            return $"and false";
        var users = Users(scope, caller);
        var owners = record.OwnerColumns.Select(c => (SqlFragment)$"{SqlFragment.Column(alias, c)} = {users}");
        return $"and ({SqlFragment.Join($" or ", owners)})";
    }

    /// <summary>The first id of the array is the caller.</summary>
    private static SqlFragment Users(Scope scope, Caller caller) => scope == Scope.Group
        ? (SqlFragment)$"any({caller.TeamParameter})"
        : $"({caller.TeamParameter})[1]";

    /// <summary>A private record is visible to its owner and to callers with the permission to read private records of the owner.</summary>
    private static SqlFragment NotPrivate(Record record, Caller caller, string alias) =>
        Readable(record, caller, alias) is { IsEmpty: false } readable
            ? $"and (not {SqlFragment.Column(alias, record.PrivateColumn!)} or {readable})"
            : SqlFragment.Empty;

    /// <summary>The condition that the caller may read the owner's private records. Empty: all, or there are none.</summary>
    private static SqlFragment Readable(Record record, Caller caller, string alias)
    {
        if (record.PrivateColumn is null)
            return SqlFragment.Empty;
        var scope = caller.ScopeOf(record.Resource, RightAction.ReadPrivate) ?? Scope.Own;
        return scope == Scope.All ? SqlFragment.Empty : $"{SqlFragment.Column(alias, record.OwnerColumn!)} = {Users(scope, caller)}";
    }

    /// <summary>The record has no subject, or a subject that the caller can see.</summary>
    private static SqlFragment HasVisibleSubject(Record record, Caller caller, string alias, bool inTrashToo, bool ofWhole)
    {
        var visible = record.Subjects
            .Select(s => (Column: SqlFragment.Column(alias, s.Column), Record: RecordCatalog.Of(s.Target!)))
            .Select(s => (s.Column, Table: SqlFragment.Name(s.Record.Table), Scope: For(s.Record, caller, RightAction.Read, "about")))
            .ToList();
        if (inTrashToo && visible.TrueForAll(v => v.Scope.IsEverything))
            return SqlFragment.Empty;
        var nothing = visible.Select(v => (SqlFragment)$"{v.Column} is null");
        // For a page, PostgreSQL would turn an exists into a hash of all contacts, deals, companies and leads, which is slow for few rows.
        SqlFragment exists = ofWhole ? $"exists " : SqlFragment.Empty;
        var live = Live(inTrashToo);
        var any = visible.Select(v => (v.Table, v.Column, Scope: ofWhole ? v.Scope.OfWhole : v.Scope)).Select(v =>
            (SqlFragment)$"{exists}(select true from {v.Table} about where about.id = {v.Column}{live} {v.Scope})");
        return $"and (({SqlFragment.Join($" and ", nothing)}) or {SqlFragment.Join($" or ", any)})";
    }

    private static SqlFragment Live(bool inTrashToo) => inTrashToo ? SqlFragment.Empty : $" and about.deleted_at is null";

    private static ScopeFilter ThroughParent(Record parent, string column, Caller caller, RightAction action, string alias, bool inTrashToo)
    {
        var scope = For(parent, caller, action, "about");
        return new ScopeFilter(Exists(scope), () => new ScopeFilter(Exists(scope.OfWhole)));

        SqlFragment Exists(ScopeFilter seen) =>
            $"""
            and exists (select 1 from {SqlFragment.Name(parent.Table)} about
                where about.id = {SqlFragment.Column(alias, column)}{Live(inTrashToo)} {seen})
            """;
    }
}
