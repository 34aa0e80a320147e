namespace Crm.Application.Common.Lists;

/// <summary>A list row with its keys for keyset pagination.</summary>
public interface IListRow
{
    /// <summary>The sort value as text. Null if the column is null.</summary>
    string? SortKey { get; }

    /// <summary>The tie-break value as text.</summary>
    string TieKey { get; }
}
