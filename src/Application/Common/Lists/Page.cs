namespace Crm.Application.Common.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Gives the next page; null on the last one.</param>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, string? NextCursor)
{
    /// <summary>How many rows meet the filter; only where it was asked for.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }
}
