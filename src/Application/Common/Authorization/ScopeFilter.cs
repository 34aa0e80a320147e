namespace Crm.Application.Common.Authorization;

/// <summary>
/// Which records a right reaches, as one SQL predicate. Written once; every read path puts it where its SQL carries the mark
/// <c>/*scope*/</c>, and binds <see cref="UserIds"/> as <c>@scopeUsers</c>.
/// </summary>
/// <param name="Sql">Empty where every record is reached, else a condition that begins with <c>and</c>.</param>
/// <param name="UserIds">The users whose records are reached; null for all.</param>
public sealed record ScopeFilter(string Sql, Guid[]? UserIds)
{
    private const string AskedByRow = "(select true from ";
    private const string AskedOfAll = "exists (select true from ";

    /// <summary>
    /// The same predicate for a statement that looks at every row, as a count does: what an activity is about is found in a hash of
    /// all such records there, not row by row as a page needs it.
    /// </summary>
    public ScopeFilter OfWhole => this with { Sql = Sql.Replace(AskedByRow, AskedOfAll, StringComparison.Ordinal) };

    /// <summary>The mark in a statement that the predicate takes the place of.</summary>
    public const string Mark = "/*scope*/";

    /// <summary>Every record.</summary>
    public static readonly ScopeFilter None = new("", null);

    /// <summary>The columns that make a record somebody's, by resource; a resource without any belongs to nobody.</summary>
    private static readonly Dictionary<Resource, string[]> OwnerColumns = new()
    {
        [Resource.Users] = ["id"],
        [Resource.Companies] = ["owner_id"],
        [Resource.Contacts] = ["owner_id"],
        [Resource.Leads] = ["assigned_to_id"],
        [Resource.Deals] = ["owner_id"],
        [Resource.Tasks] = ["assignee_id", "creator_id"],
        [Resource.Communications] = ["creator_id"],
        [Resource.Notes] = ["creator_id"],
        [Resource.AuditLogs] = ["user_id"],
    };

    /// <summary>What an activity may be about: a record with any of these is seen only where one of them is.</summary>
    private static readonly (string Column, Resource Resource, string Table)[] Parents =
    [
        ("contact_id", Resource.Contacts, "contacts"),
        ("deal_id", Resource.Deals, "deals"),
        ("company_id", Resource.Companies, "companies"),
        ("lead_id", Resource.Leads, "leads"),
    ];

    /// <summary>The predicate for a right of the caller.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="resource">Whose owner columns count.</param>
    /// <param name="action">The right's action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    /// <param name="inTrashToo">Whether a record counts whose parents are in the trash, as one that is restored after them.</param>
    public static ScopeFilter For(Caller caller, Resource resource, RightAction action, string alias, bool inTrashToo = false)
    {
        if (caller.ScopeOf(resource, action) is not { } scope)
            return new ScopeFilter("and false", caller.Team);
        string?[] conditions =
        [
            Owned(resource, scope, alias),
            resource == Resource.Notes ? NotPrivate(caller, alias) : null,
            resource is Resource.Tasks or Resource.Communications or Resource.Notes ? AboutVisible(caller, alias, inTrashToo) : null,
        ];
        var sql = string.Join(' ', conditions.Where(c => c is not null).Select(c => $"and {c}"));
        return sql.Length == 0 ? None : new ScopeFilter(sql, caller.Team);
    }

    /// <summary>Figures of the users in a column whom the caller's right to reports reaches.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="column">Holds a user's id, with its table's alias.</param>
    public static ScopeFilter ForReports(Caller caller, string column) => caller.ScopeOf(Resource.Reports, RightAction.Read) switch
    {
        null => new ScopeFilter("and false", caller.Team),
        Scope.All => None,
        { } scope => new ScopeFilter($"and {column} = {Whose(scope)}", caller.Team),
    };

    /// <summary>Both predicates; they speak of the same users.</summary>
    public ScopeFilter And(ScopeFilter other) =>
        other.Sql.Length == 0 ? this : Sql.Length == 0 ? other : new ScopeFilter($"{Sql} {other.Sql}", UserIds);

    /// <summary>Puts the predicate into a statement that carries the mark.</summary>
    public string ApplyTo(string sql)
    {
        if (!sql.Contains(Mark, StringComparison.Ordinal))
            throw new InvalidOperationException("The statement has no scope mark.");
        return sql.Replace(Mark, Sql, StringComparison.Ordinal);
    }

    /// <summary>The records of the caller, or of the caller's team; null: of everybody. The first of <c>@scopeUsers</c> is the caller.</summary>
    private static string? Owned(Resource resource, Scope scope, string alias)
    {
        if (scope == Scope.All)
            return null;
        var whose = Whose(scope);
        var columns = OwnerColumns.GetValueOrDefault(resource, []);
        return columns.Length == 0 ? "false" : $"({string.Join(" or ", columns.Select(c => $"{alias}.{c} = {whose}"))})";
    }

    private static string Whose(Scope scope) => scope == Scope.Group ? "any(@scopeUsers)" : "(@scopeUsers)[1]";

    /// <summary>A private note is its creator's, and for those who may read private ones of the creator.</summary>
    private static string? NotPrivate(Caller caller, string alias) => caller.ScopeOf(Resource.Notes, RightAction.ReadPrivate) switch
    {
        Scope.All => null,
        Scope.Group => $"(not {alias}.is_private or {alias}.creator_id = any(@scopeUsers))",
        _ => $"(not {alias}.is_private or {alias}.creator_id = (@scopeUsers)[1])",
    };

    /// <summary>About nothing, or about something that the caller sees.</summary>
    private static string? AboutVisible(Caller caller, string alias, bool inTrashToo)
    {
        var visible = Parents.Select(p => (p.Column, p.Table, Scope: For(caller, p.Resource, RightAction.Read, "about"))).ToList();
        if (inTrashToo && visible.TrueForAll(p => p.Scope.Sql.Length == 0))
            return null;
        var nothing = string.Join(" and ", Parents.Select(p => $"{alias}.{p.Column} is null"));
        // An exists would be turned into a hash of all contacts, deals, companies and leads, which a page does not pay for.
        var any = visible.Select(p =>
            $"{AskedByRow}{p.Table} about where about.id = {alias}.{p.Column}{(inTrashToo ? "" : " and about.deleted_at is null")} {p.Scope.Sql})");
        return $"(({nothing}) or {string.Join(" or ", any)})";
    }
}
