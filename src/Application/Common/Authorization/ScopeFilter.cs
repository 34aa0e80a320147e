namespace Crm.Application.Common.Authorization;

/// <summary>
/// Which records a caller reaches, as one SQL predicate: empty for all records, else a condition that starts with <c>and</c>.
/// </summary>
public sealed class ScopeFilter
{
    /// <summary>Every record.</summary>
    public static readonly ScopeFilter None = new(SqlFragment.Empty);

    /// <summary>No record.</summary>
    public static readonly ScopeFilter Nothing = new($"and false");

    private readonly Func<ScopeFilter>? ofWhole;

    /// <param name="condition">Over the alias of the table that is read.</param>
    /// <param name="ofWhole">The form for statements that read every row, where it differs.</param>
    public ScopeFilter(SqlFragment condition, Func<ScopeFilter>? ofWhole = null) => (Sql, this.ofWhole) = (condition.AsScope(), ofWhole);

    /// <summary>The predicate.</summary>
    public SqlFragment Sql { get; }

    /// <summary>Whether every record is reached.</summary>
    public bool IsEverything => Sql.IsEmpty;

    /// <summary>
    /// The same predicate for a statement that looks at every row, as a count does: the subject of an activity is found in a hash
    /// of all such records there, not row by row as a page needs it.
    /// </summary>
    public ScopeFilter OfWhole => ofWhole?.Invoke() ?? this;

    public static implicit operator SqlFragment(ScopeFilter scope) => scope.Sql;

    public SqlFragment ToSqlFragment() => Sql;

    /// <summary>Both predicates.</summary>
    public ScopeFilter And(ScopeFilter other) => other.IsEverything ? this : IsEverything ? other : new ScopeFilter(
        $"{Sql} {other.Sql}", ofWhole is null && other.ofWhole is null ? null : () => OfWhole.And(other.OfWhole));

    /// <summary>Whether both are the same predicate, for one caller.</summary>
    public bool IsSameAs(ScopeFilter other) => Sql.ToString() == other.Sql.ToString();
}
