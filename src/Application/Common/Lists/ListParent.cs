namespace Crm.Application.Common.Lists;

/// <summary>The parent record of a list of children.</summary>
/// <param name="Resource">The resource whose scope applies.</param>
/// <param name="Table">The table of the parent.</param>
/// <param name="Column">The column of the child that refers to the parent.</param>
/// <param name="Id">The id of the parent.</param>
/// <param name="NotFound">The error if the parent is not visible.</param>
public sealed record ListParent(Resource Resource, string Table, string Column, Guid Id, Error NotFound)
{
    private readonly SqlFragment id = $"{Id}";

    /// <summary>An additional condition on the children.</summary>
    public SqlFragment? Also { get; init; }

    /// <summary>Whether the children have a scope of their own in addition to the parent's.</summary>
    public bool OwnScope { get; init; }

    /// <summary>Returns one row if the parent exists and is within the scope, over the alias <c>t</c>.</summary>
    internal SqlFragment Exists(ScopeFilter scope) =>
        $"select true from {SqlFragment.Name(Table)} t where t.id = {id} and t.deleted_at is null {scope}";

    internal SqlFragment Condition(string alias) => Also is null
        ? (SqlFragment)$"{SqlFragment.Column(alias, Column)} = {id}"
        : $"{SqlFragment.Column(alias, Column)} = {id} and {Also}";
}
