namespace Crm.Application.Common.Lists;

/// <summary>A row that knows its place in the order.</summary>
public interface IListRow
{
    /// <summary>The sort column as text; null where it is null.</summary>
    string? SortKey { get; }

    /// <summary>The tie-break as text.</summary>
    string TieKey { get; }
}
