using System.Text.Json.Serialization;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">The cursor of the next page. Null on the last page.</param>
public sealed record Page<TRow>(IReadOnlyList<TRow> Items, string? NextCursor)
{
    /// <summary>A time that no later commit undercuts: a row that this page's statement could not see yet has a later <c>updatedAt</c>.
    /// Poll with <c>updatedAt[gte]</c> and the <c>asOf</c> of the first page of the previous poll. Null if it is unknown, while the primary
    /// database does not respond.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The number of rows that match the filter; only if requested. Null if it could not be counted in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [ShownWith(nameof(CountTimedOut))]
    public long? Count { get; init; }

    /// <summary>True if the rows could not be counted in time; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CountTimedOut { get; init; }
}
