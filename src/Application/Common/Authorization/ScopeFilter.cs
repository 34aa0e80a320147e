namespace Crm.Application.Common.Authorization;

/// <summary>
/// Which records a caller reaches, as one SQL predicate. Every read path puts it where its SQL carries the placeholder
/// <c>/*scope*/</c>, and binds <see cref="UserIds"/> as <c>@scopeUsers</c>.
/// </summary>
/// <param name="Sql">Empty where every record is reached, else a condition that starts with <c>and</c>.</param>
/// <param name="UserIds">The users whose records are reached; null for all.</param>
public sealed record ScopeFilter(string Sql, Guid[]? UserIds)
{
    internal const string AskedByRow = "(select true from ";
    private const string AskedOfAll = "exists (select true from ";

    /// <summary>
    /// The same predicate for a statement that looks at every row, as a count does: the subject of an activity is found in a hash
    /// of all such records there, not row by row as a page needs it.
    /// </summary>
    public ScopeFilter OfWhole => this with { Sql = Sql.Replace(AskedByRow, AskedOfAll, StringComparison.Ordinal) };

    /// <summary>The placeholder in a statement that the predicate takes the place of.</summary>
    public const string Mark = "/*scope*/";

    /// <summary>Every record.</summary>
    public static readonly ScopeFilter None = new("", null);

    /// <summary>Both predicates; they speak of the same users.</summary>
    public ScopeFilter And(ScopeFilter other) =>
        other.Sql.Length == 0 ? this : Sql.Length == 0 ? other : new ScopeFilter($"{Sql} {other.Sql}", UserIds);

    /// <summary>Puts the predicate into a statement that carries the placeholder.</summary>
    public string ApplyTo(string sql)
    {
        if (!sql.Contains(Mark, StringComparison.Ordinal))
            throw new InvalidOperationException("The statement has no scope placeholder.");
        return sql.Replace(Mark, Sql, StringComparison.Ordinal);
    }
}
