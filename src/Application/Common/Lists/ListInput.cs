namespace Crm.Application.Common.Lists;

/// <summary>The query string of a list, as it came: names and their values in order.</summary>
public sealed record ListInput(IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>No parameter at all.</summary>
    public static readonly ListInput Empty = new([]);
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Gives the next page; null on the last one.</param>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, string? NextCursor)
{
    /// <summary>How many rows meet the filter; only where it was asked for.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }
}

/// <summary>A row that knows its place in the order.</summary>
public interface IListRow
{
    /// <summary>The sort column as text; null where it is null.</summary>
    string? SortKey { get; }

    /// <summary>The tie-break as text.</summary>
    string TieKey { get; }
}
