using Crm.Application.Common.Ports;
using Crm.Domain.Roles;

namespace Crm.Application.Common;

/// <summary>
/// Which records a right reaches, as one SQL predicate. Written once; every read path puts it where its SQL carries the mark
/// <c>/*scope*/</c>, and binds <see cref="UserIds"/> as <c>@scopeUsers</c>.
/// </summary>
/// <param name="Sql">Empty where every record is reached, else a condition that begins with <c>and</c>.</param>
/// <param name="UserIds">The users whose records are reached; null for all.</param>
public sealed record ScopeFilter(string Sql, Guid[]? UserIds)
{
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
        [Resource.Deals] = ["owner_id"],
        [Resource.Reports] = ["owner_id"],
        [Resource.AuditLogs] = ["user_id"],
    };

    /// <summary>The predicate for a right of the caller.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="resource">Whose owner columns count.</param>
    /// <param name="action">The right's action.</param>
    /// <param name="alias">The table's alias in the statement.</param>
    public static ScopeFilter For(Caller caller, Resource resource, RightAction action, string alias) =>
        caller.ScopeOf(resource, action) switch
        {
            Scope.All => None,
            null => new ScopeFilter("and false", []),
            // Until groups exist, the group is the caller alone.
            _ => Of(resource, alias, [caller.UserId]),
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

    private static ScopeFilter Of(Resource resource, string alias, Guid[] users)
    {
        var columns = OwnerColumns.GetValueOrDefault(resource, []);
        if (columns.Length == 0)
            return new ScopeFilter("and false", []);
        return new ScopeFilter($"and ({string.Join(" or ", columns.Select(c => $"{alias}.{c} = any(@scopeUsers)"))})", users);
    }
}
