namespace Crm.Application.Common.Records;

/// <summary>Which records of a collection a caller reaches with an action. Written once; every read path goes through it.</summary>
public sealed class RecordScope
{
    /// <summary>Every record: for a response to a change that was allowed.</summary>
    public static readonly RecordScope Everything = new(_ => ScopeFilter.None);

    private readonly Func<string, ScopeFilter> filter;

    private RecordScope(Func<string, ScopeFilter> filter) => this.filter = filter;

    /// <summary>The scope of a caller's action on a collection.</summary>
    public static RecordScope Of(Record record, Caller caller, RightAction action, bool inTrashToo = false) =>
        new(alias => For(record, caller, action, alias, inTrashToo));

    /// <summary>The predicate for a caller's action on a resource.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="resource">The resource whose collection is read.</param>
    /// <param name="action">The action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    public static ScopeFilter For(Caller caller, Resource resource, RightAction action, string alias) => RecordCatalog.Of(resource) is { } record
        ? For(record, caller, action, alias)
        : caller.ScopeOf(resource, action) == Scope.All ? ScopeFilter.None : new ScopeFilter("and false", caller.Team);

    /// <summary>The predicate for a caller's action on a collection.</summary>
    /// <param name="record">The collection.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="action">The action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    /// <param name="inTrashToo">Whether a record counts whose subjects are in the trash, as one that is restored after them.</param>
    public static ScopeFilter For(Record record, Caller caller, RightAction action, string alias, bool inTrashToo = false)
    {
        if (record.CustomScope is { } custom)
            return custom(caller, action, alias);
        if (record.Parent is { } parent)
            return ThroughParent(RecordCatalog.Of(parent.Aggregate), parent.Column, caller, action, alias, inTrashToo);
        if (caller.ScopeOf(record.Resource, action) is not { } scope)
            return new ScopeFilter("and false", caller.Team);
        string?[] conditions =
        [
            Owned(record, scope, alias),
            record.PrivateColumn is { } column ? NotPrivate(record, column, caller, alias) : null,
            record.Subjects.Any() ? AboutVisible(record, caller, alias, inTrashToo) : null,
        ];
        var sql = string.Join(' ', conditions.Where(c => c is not null).Select(c => $"and {c}"));
        return sql.Length == 0 ? ScopeFilter.None : new ScopeFilter(sql, caller.Team);
    }

    /// <summary>Figures of the users in a column whom the caller's permission on reports reaches.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="column">Holds a user's id, with its table's alias.</param>
    public static ScopeFilter ForReports(Caller caller, string column) => caller.ScopeOf(Resource.Reports, RightAction.Read) switch
    {
        null => new ScopeFilter("and false", caller.Team),
        Scope.All => ScopeFilter.None,
        { } scope => new ScopeFilter($"and {column} = {Users(scope)}", caller.Team),
    };

    /// <summary>The predicate over a table's alias.</summary>
    public ScopeFilter On(string alias) => filter(alias);

    /// <summary>The records of the caller, or of the caller's group; null: of everybody. The first of <c>@scopeUsers</c> is the caller.</summary>
    private static string? Owned(Record record, Scope scope, string alias)
    {
        if (scope == Scope.All)
            return null;
        var users = Users(scope);
        return record.OwnerColumns.Count == 0 ? "false" : $"({string.Join(" or ", record.OwnerColumns.Select(c => $"{alias}.{c} = {users}"))})";
    }

    private static string Users(Scope scope) => scope == Scope.Group ? "any(@scopeUsers)" : "(@scopeUsers)[1]";

    /// <summary>A private record is its owner's, and for those who may read private ones of the owner.</summary>
    private static string? NotPrivate(Record record, string column, Caller caller, string alias) => caller.ScopeOf(record.Resource, RightAction.ReadPrivate) switch
    {
        Scope.All => null,
        { } scope => $"(not {alias}.{column} or {alias}.{record.OwnerColumn} = {Users(scope)})",
        null => $"(not {alias}.{column} or {alias}.{record.OwnerColumn} = {Users(Scope.Own)})",
    };

    /// <summary>About nothing, or about something that the caller sees.</summary>
    private static string? AboutVisible(Record record, Caller caller, string alias, bool inTrashToo)
    {
        var visible = record.Subjects
            .Select(s => (s.Column, RecordCatalog.Of(s.Target!).Table, Scope: For(RecordCatalog.Of(s.Target!), caller, RightAction.Read, "about"))).ToList();
        if (inTrashToo && visible.TrueForAll(p => p.Scope.Sql.Length == 0))
            return null;
        var nothing = string.Join(" and ", visible.Select(p => $"{alias}.{p.Column} is null"));
        // An exists would be turned into a hash of all contacts, deals, companies and leads, which a page does not pay for.
        var any = visible.Select(p =>
            $"{ScopeFilter.AskedByRow}{p.Table} about where about.id = {alias}.{p.Column}{(inTrashToo ? "" : " and about.deleted_at is null")} {p.Scope.Sql})");
        return $"(({nothing}) or {string.Join(" or ", any)})";
    }

    private static ScopeFilter ThroughParent(Record parent, string column, Caller caller, RightAction action, string alias, bool inTrashToo) => new(
        $"and exists (select 1 from {parent.Table} about where about.id = {alias}.{column}{(inTrashToo ? "" : " and about.deleted_at is null")} " +
        $"{For(parent, caller, action, "about").Sql})",
        caller.Team);
}
