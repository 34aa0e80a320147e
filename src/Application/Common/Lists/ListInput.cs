namespace Crm.Application.Common.Lists;

/// <summary>The query string of a list as received: names and values in order.</summary>
public sealed record ListInput(IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>No parameters.</summary>
    public static readonly ListInput Empty = new([]);
}
