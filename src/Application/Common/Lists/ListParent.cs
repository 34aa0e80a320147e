namespace Crm.Application.Common.Lists;

/// <summary>The record whose children a list shows.</summary>
/// <param name="Resource">Whose scope decides.</param>
/// <param name="Table">The parent's table.</param>
/// <param name="Column">The child's column that names the parent.</param>
/// <param name="Id">The parent.</param>
/// <param name="NotFound">The answer where it is not visible.</param>
public sealed record ListParent(Resource Resource, string Table, string Column, Guid Id, Error NotFound)
{
    /// <summary>A further condition on the children.</summary>
    public string? Also { get; init; }

    /// <summary>Whether the children have a scope of their own beside their parent's.</summary>
    public bool OwnScope { get; init; }

    internal string ExistsSql => $"select true from {Table} t where t.id = @parentId and t.deleted_at is null {ScopeFilter.Mark}";

    internal string Condition(string alias) => $"{alias}.{Column} = @parentId{(Also is null ? "" : $" and {Also}")}";
}
