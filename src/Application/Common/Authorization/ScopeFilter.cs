namespace Crm.Application.Common.Authorization;

/// <summary>
/// The records that a caller's permission covers, as a SQL predicate: empty for all records, otherwise a condition that starts with
/// <c>and</c>.
/// </summary>
public sealed class ScopeFilter
{
    /// <summary>All records.</summary>
    public static readonly ScopeFilter None = new(SqlFragment.Empty);

    /// <summary>No records.</summary>
    public static readonly ScopeFilter Nothing = new($"and false");

    private readonly Func<ScopeFilter>? ofWhole;

    /// <param name="condition">A condition over the alias of the table.</param>
    /// <param name="ofWhole">The predicate for statements that read every row, if it differs.</param>
    public ScopeFilter(SqlFragment condition, Func<ScopeFilter>? ofWhole = null) => (Sql, this.ofWhole) = (condition.AsScope(), ofWhole);

    /// <summary>The predicate.</summary>
    public SqlFragment Sql { get; }

    /// <summary>Whether the filter covers all records.</summary>
    public bool IsEverything => Sql.IsEmpty;

    /// <summary>
    /// The same predicate for a statement that reads every row, such as a count: the subjects of activities are looked up in a hash
    /// of all such records, instead of row by row as for a page.
    /// </summary>
    public ScopeFilter OfWhole => ofWhole?.Invoke() ?? this;

    public static implicit operator SqlFragment(ScopeFilter scope) => scope.Sql;

    public SqlFragment ToSqlFragment() => Sql;

    /// <summary>Combines both predicates with <c>and</c>.</summary>
    public ScopeFilter And(ScopeFilter other) => other.IsEverything ? this : IsEverything ? other : new ScopeFilter(
        $"{Sql} {other.Sql}", ofWhole is null && other.ofWhole is null ? null : () => OfWhole.And(other.OfWhole));

    /// <summary>Whether both predicates are the same, for one caller.</summary>
    public bool IsSameAs(ScopeFilter other) => Sql.ToString() == other.Sql.ToString();
}
