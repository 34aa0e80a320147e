using System.Collections.Concurrent;

namespace Crm.Application.Reports;

/// <summary>
/// The fragments that a report's statement is composed of, for one caller and one set of parameters. Those that are conditions
/// are empty where nothing is limited, else they start with <c>and</c>.
/// </summary>
/// <param name="caller">Whose permission on reports limits the figures.</param>
/// <param name="parameters">Of the report.</param>
/// <param name="now">The time of the request.</param>
internal sealed class ReportSql(Caller caller, ReportParameters parameters, DateTimeOffset now)
{
    /// <summary>The five open stages; ON_HOLD is not one of them.</summary>
    public static readonly SqlFragment Open = $"('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')";

    /// <summary>All stages in the pipeline's order.</summary>
    public static readonly SqlFragment Stages = $"""
        stages (stage, place) as (
            values ('PROSPECTING', 1), ('QUALIFYING', 2), ('PROPOSING', 3), ('NEGOTIATING', 4), ('FOLLOW_UP', 5), ('CLOSED_WON', 6),
                ('CLOSED_LOST', 7), ('ON_HOLD', 8))
        """;

    /// <summary>
    /// The lead that each deal came from: of several, the one that was converted first. It stays the deal's origin when it goes to
    /// the trash.
    /// </summary>
    public static readonly SqlFragment Origins = $"""
        (select distinct on (l.converted_to_deal_id) l.converted_to_deal_id as deal_id, l.id as lead_id, l.source
        from leads l
        where l.converted_to_deal_id is not null
        order by l.converted_to_deal_id, l.converted_at, l.id)
        """;

    private static readonly (string Table, string Column)[] Subjects =
        [("contacts", "contact_id"), ("deals", "deal_id"), ("companies", "company_id"), ("leads", "lead_id")];

    private static readonly SqlFragment DeltasOfEverybody =
        $"(select figure, null::uuid as owner_id, currency, state, source, day, n, value, weighted from rollup_deltas)";

    private static readonly ConcurrentDictionary<string, SqlFragment> ShownByAlias = new(StringComparer.Ordinal);

    private readonly SqlFragment currency = $"{parameters.Currency}";
    private readonly SqlFragment ownerId = $"{parameters.OwnerId}";
    private readonly SqlFragment groupId = $"{parameters.GroupId}";
    private SqlFragment? rollupScope;

    /// <summary>What was asked for.</summary>
    public ReportParameters Parameters => parameters;

    /// <summary>First day of the period, in <see cref="Tz"/>.</summary>
    public SqlFragment From { get; } = $"{parameters.From}";

    /// <summary>Last day of the period, in <see cref="Tz"/>.</summary>
    public SqlFragment To { get; } = $"{parameters.To}";

    /// <summary>The time zone whose days are meant.</summary>
    public SqlFragment Tz { get; } = $"{parameters.Tz}";

    /// <summary>The time of the request.</summary>
    public SqlFragment Now { get; } = $"{now}::timestamptz";

    /// <summary>The currency that was asked for, or null.</summary>
    public SqlFragment NamedCurrency => $"{currency}::text";

    /// <summary>The first moment of the period.</summary>
    public SqlFragment Begin => $"({From}::date::timestamp at time zone {Tz})";

    /// <summary>The first moment after the period.</summary>
    public SqlFragment End => $"(({To}::date + 1)::timestamp at time zone {Tz})";

    /// <summary>Whether the statement so far reads rollups.</summary>
    public bool ReadsRollups { get; private set; }

    /// <summary>
    /// The user in this column is within the caller's scope of reports, and is the user, or a member of the group, that was asked for.
    /// </summary>
    public SqlFragment Scope(string column)
    {
        SqlFragment owner = parameters.OwnerId is null ? SqlFragment.Empty : $" and {SqlFragment.Name(column)} = {ownerId}";
        SqlFragment group = parameters.GroupId is null ? SqlFragment.Empty : $" and {SqlFragment.Name(column)} in ({Members()})";
        return $"{RecordScope.ForReports(caller, column)}{owner}{group}";
    }

    /// <summary>This column is the currency that was asked for.</summary>
    public SqlFragment Currency(string column) =>
        parameters.Currency is null ? SqlFragment.Empty : $"and {SqlFragment.Name(column)} = {currency}";

    /// <summary>This moment is in the period, from the first moment of its first day in the time zone to the last of its last.</summary>
    public SqlFragment Period(string column) => $"and {SqlFragment.Name(column)} >= {Begin} and {SqlFragment.Name(column)} < {End}";

    /// <summary>
    /// This task or communication has no subject, or one that is not in the trash, as lists show them: as is_shown says of one record,
    /// which no planner looks into. It looks for subjects in the trash, not for live ones: the trash is small, so the planner may hash
    /// it for many rows, and looks it up for few. An id names a record in either (foreign keys).
    /// </summary>
    public static SqlFragment Shown(string alias) => ShownByAlias.GetOrAdd(alias, static a => NewShown(a));

    /// <summary>The first column is the owner of the rollup in the second, unless that is the one of all owners.</summary>
    public SqlFragment SameOwner(string column, string ownerColumn) =>
        Scope(column).IsEmpty ? SqlFragment.Empty : $"and {SqlFragment.Name(column)} = {SqlFragment.Name(ownerColumn)}";

    /// <summary>
    /// The rollups of a figure, merged and not yet merged, of the permitted owners or, with an empty owner, of all:
    /// <c>owner_id, currency, state, source, day, n, value, weighted</c>, a key in several rows.
    /// </summary>
    /// <remarks>
    /// Conditions belong here: a union whose branches are limited from outside, or differ in a column's type, is planned as subqueries
    /// within subqueries, which take longer to start than to run.
    /// </remarks>
    /// <param name="figure">The figure.</param>
    /// <param name="select">The columns.</param>
    /// <param name="where">Which of them.</param>
    /// <param name="ofEach">Whether each owner has rows of their own, also where all owners are meant.</param>
    public SqlFragment Rollups(string figure, SqlFragment select, SqlFragment where, bool ofEach = false)
    {
        ReadsRollups = true;
        var (name, scope) = (SqlFragment.Constant(figure), rollupScope ??= Scope("r.owner_id"));
        SqlFragment merged, pending, table = $"rollup_deltas";
        if (!scope.IsEmpty)
            (merged, pending) = (scope, scope);
        else if (ofEach)
            merged = pending = $"and r.owner_id is not null{scope}";
        else
            (merged, pending, table) = ($"and r.owner_id is null{scope}", scope, DeltasOfEverybody);
        return $"""
            select {select} from rollups r where r.figure = {name} {merged} and {where}
            union all
            select {select} from {table} r where r.figure = {name} {pending} and {where}
            """;
    }

    private static SqlFragment NewShown(string alias)
    {
        var subjects = Subjects.Select(s => (Id: SqlFragment.Column(alias, s.Column), Table: SqlFragment.Name(s.Table))).ToList();
        var any = subjects.Select(s => (SqlFragment)$"""
            {s.Id} is not null and not exists (select true from {s.Table} about where about.id = {s.Id} and about.deleted_at is not null)
            """);
        return $"and (coalesce({SqlFragment.Join($", ", subjects.Select(s => s.Id))}) is null or {SqlFragment.Join($" or ", any)})";
    }

    private SqlFragment Members() =>
        $"""
        select gm.user_id from user_groups g join user_group_members gm on gm.user_group_id = g.id
        where g.id = {groupId} and g.deleted_at is null {RecordScope.For(caller, Resource.Groups, RightAction.Read, "g")}
        """;
}
