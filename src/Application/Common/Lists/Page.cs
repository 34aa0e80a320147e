namespace Crm.Application.Common.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">The cursor of the next page. Null on the last page.</param>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, string? NextCursor)
{
    /// <summary>The number of rows that match the filter; only if requested.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }
}
