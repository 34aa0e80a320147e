namespace Crm.Application.Common.Lists;

/// <summary>The record whose children a list shows.</summary>
/// <param name="Resource">Whose scope decides.</param>
/// <param name="Table">The parent's table.</param>
/// <param name="Column">The child's column that names the parent.</param>
/// <param name="Id">The parent.</param>
/// <param name="NotFound">The answer where it is not visible.</param>
public sealed record ListParent(Resource Resource, string Table, string Column, Guid Id, Error NotFound)
{
    private readonly SqlFragment id = $"{Id}";

    /// <summary>A further condition on the children.</summary>
    public SqlFragment? Also { get; init; }

    /// <summary>Whether the children have a scope of their own beside their parent's.</summary>
    public bool OwnScope { get; init; }

    /// <summary>One row where the parent is there and within the scope, which is over the alias <c>t</c>.</summary>
    internal SqlFragment Exists(ScopeFilter scope) =>
        $"select true from {SqlFragment.Name(Table)} t where t.id = {id} and t.deleted_at is null {scope}";

    internal SqlFragment Condition(string alias) => Also is null
        ? (SqlFragment)$"{SqlFragment.Column(alias, Column)} = {id}"
        : $"{SqlFragment.Column(alias, Column)} = {id} and {Also}";
}
