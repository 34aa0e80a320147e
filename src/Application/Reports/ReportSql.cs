using System.Collections.Concurrent;
using Crm.Domain.Leads;

namespace Crm.Application.Reports;

/// <summary>
/// The fragments of report statements, for one caller and one set of parameters. A fragment that is a condition
/// is empty if nothing is limited, otherwise it starts with <c>and</c>.
/// </summary>
/// <param name="caller">The caller, whose permissions on reports and on what they count limit the figures.</param>
/// <param name="parameters">The parameters of the report.</param>
/// <param name="now">The time of the request.</param>
internal sealed class ReportSql(Caller caller, ReportParameters parameters, DateTimeOffset now)
{
    /// <summary>The five open stages, without ON_HOLD.</summary>
    public static readonly SqlFragment Open = $"('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP')";

    /// <summary>All stages in the order of the pipeline.</summary>
    public static readonly SqlFragment Stages = $"""
        stages (stage, place) as (
            values ('PROSPECTING', 1), ('QUALIFYING', 2), ('PROPOSING', 3), ('NEGOTIATING', 4), ('FOLLOW_UP', 5), ('CLOSED_WON', 6),
                ('CLOSED_LOST', 7), ('ON_HOLD', 8))
        """;

    private static readonly (string Table, string Column)[] Subjects =
        [("contacts", "contact_id"), ("deals", "deal_id"), ("companies", "company_id"), ("leads", "lead_id")];

    private static readonly SqlFragment DeltasOfEverybody =
        $"(select figure, null::uuid as owner_id, currency, state, source, day, n, value, weighted from rollup_deltas)";

    private static readonly ConcurrentDictionary<string, SqlFragment> ShownByAlias = new(StringComparer.Ordinal);

    private readonly SqlFragment currency = $"{parameters.Currency}";
    private readonly SqlFragment ownerId = $"{parameters.OwnerId}";
    private readonly SqlFragment groupId = $"{parameters.GroupId}";
    private readonly Dictionary<Resource, SqlFragment> rollupScopes = [];
    private readonly HashSet<Resource> counted = [];

    /// <summary>The parameters.</summary>
    public ReportParameters Parameters => parameters;

    /// <summary>First day of the period, in <see cref="Tz"/>.</summary>
    public SqlFragment From { get; } = $"{parameters.From}";

    /// <summary>Last day of the period, in <see cref="Tz"/>.</summary>
    public SqlFragment To { get; } = $"{parameters.To}";

    /// <summary>The time zone of the days.</summary>
    public SqlFragment Tz { get; } = $"{parameters.Zone.Id}";

    /// <summary>The time of the request.</summary>
    public SqlFragment Now { get; } = $"{now}::timestamptz";

    /// <summary>The requested currency, or null.</summary>
    public SqlFragment NamedCurrency => $"{currency}::text";

    /// <summary>The start of the period.</summary>
    public SqlFragment Begin { get; } = $"{parameters.Zone.StartOf(parameters.From)}::timestamptz";

    /// <summary>The end of the period, exclusive.</summary>
    public SqlFragment End { get; } = $"{parameters.Zone.EndOf(parameters.To)}::timestamptz";

    /// <summary>The current day in <see cref="Tz"/>.</summary>
    public DateOnly Today { get; } = parameters.Zone.DayOf(now);

    /// <summary>
    /// The lead that each deal came from, if the caller can read it. If several leads refer to a deal, the first converted one. It remains
    /// the origin when it is in the trash.
    /// </summary>
    public SqlFragment Origins => $"""
        (select distinct on (l.converted_to_deal_id) l.converted_to_deal_id as deal_id, l.id as lead_id, l.source
        from leads l
        where l.converted_to_deal_id is not null{Links.Visible<Lead>("l")}
        order by l.converted_to_deal_id, l.converted_at, l.id)
        """;

    /// <summary>Whether the fragments used so far read rollups.</summary>
    public bool ReadsRollups { get; private set; }

    /// <summary>What the fragments used so far count. The caller needs the permission to read all of it.</summary>
    public IReadOnlyCollection<Resource> Counted => counted;

    /// <summary>The joins of what the counted records refer to, as far as the caller can read it.</summary>
    public LinkedRecords Links { get; } = new(caller);

    /// <summary>
    /// The record is one that the caller could list, and its user is within the caller's scope of reports and matches the requested user
    /// or group.
    /// </summary>
    /// <param name="alias">The alias of the table.</param>
    /// <param name="userColumn">The column of the user that the record is counted for.</param>
    public SqlFragment Scope<TAggregate>(string alias, string userColumn)
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        counted.Add(record.Resource);
        var listed = record.Subjects.Any() && RecordScope.ReadsAll(record, caller)
            ? Shown(alias)
            : RecordScope.For(record, caller, RightAction.Read, alias).OfWhole;
        return $"{listed} {OfUser($"{alias}.{userColumn}")}";
    }

    /// <summary>Whether the caller can list every record of the collection, so that rollups over it may be read.</summary>
    public bool ReadsAll<TAggregate>()
        where TAggregate : AggregateRoot
    {
        var record = RecordCatalog.Of<TAggregate>();
        counted.Add(record.Resource);
        return RecordScope.ReadsAll(record, caller);
    }

    /// <summary>The users that the rows are about: those within the caller's scope of reports that match the parameters.</summary>
    public SqlFragment Users(string alias) => OfUser($"{alias}.id");

    private SqlFragment OfUser(string column)
    {
        SqlFragment owner = parameters.OwnerId is null ? SqlFragment.Empty : $" and {SqlFragment.Name(column)} = {ownerId}";
        SqlFragment group = parameters.GroupId is null ? SqlFragment.Empty : $" and {SqlFragment.Name(column)} in ({Members()})";
        return $"{RecordScope.ForUsers(caller, Resource.Reports, column)}{owner}{group}";
    }

    /// <summary>The column equals the requested currency.</summary>
    public SqlFragment Currency(string column) =>
        parameters.Currency is null ? SqlFragment.Empty : $"and {SqlFragment.Name(column)} = {currency}";

    /// <summary>The time is in the period, from the start of its first day in the time zone to the end of its last.</summary>
    public SqlFragment Period(string column) => $"and {SqlFragment.Name(column)} >= {Begin} and {SqlFragment.Name(column)} < {End}";

    /// <summary>
    /// The task or communication has no subject, or at least one live subject, as in lists. The function is_shown does the same for one
    /// record,
    /// but the planner cannot inline it. The condition searches for subjects in the trash, not for live ones: the trash is small, so the
    /// planner can
    /// hash it for many rows and look it up for few. Each id refers to a live record or to one in the trash (foreign keys).
    /// </summary>
    private static SqlFragment Shown(string alias) => ShownByAlias.GetOrAdd(alias, static a => NewShown(a));

    /// <summary>The first column is the owner of the rollup in the second column, unless the rollup is that of all owners.</summary>
    public SqlFragment SameOwner<TAggregate>(string column, string ownerColumn)
        where TAggregate : AggregateRoot => RollupScope(RecordCatalog.Of<TAggregate>().Resource).IsEmpty
            ? SqlFragment.Empty
            : $"and {SqlFragment.Name(column)} = {SqlFragment.Name(ownerColumn)}";

    /// <summary>
    /// The rollups of a figure over deals, leads or, for callers who can list all of them, activities; merged and deltas, of the permitted
    /// owners or, with an empty owner, of all:
    /// <c>owner_id, currency, state, source, day, n, value, weighted</c>. A key can have several rows.
    /// </summary>
    /// <remarks>
    /// Pass conditions to this method: if a condition is outside the union, or its branches differ in a column type, PostgreSQL plans
    /// nested
    /// subqueries, which take longer to start than to execute.
    /// </remarks>
    /// <param name="figure">The figure.</param>
    /// <param name="select">The columns.</param>
    /// <param name="where">The condition.</param>
    /// <param name="ofEach">Whether the rows are per owner, even if all owners are included.</param>
    public SqlFragment Rollups<TAggregate>(string figure, SqlFragment select, SqlFragment where, bool ofEach = false)
        where TAggregate : AggregateRoot
    {
        ReadsRollups = true;
        var (name, scope) = (SqlFragment.Constant(figure), RollupScope(RecordCatalog.Of<TAggregate>().Resource));
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

    private SqlFragment RollupScope(Resource resource)
    {
        counted.Add(resource);
        if (!rollupScopes.TryGetValue(resource, out var scope))
            rollupScopes[resource] = scope = $"{RecordScope.ForUsers(caller, resource, "r.owner_id")}{OfUser("r.owner_id")}";
        return scope;
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
