namespace Crm.Application.Common.Lists;

/// <summary>The query string of a list, as it came: names and their values in order.</summary>
public sealed record ListInput(IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>No parameter at all.</summary>
    public static readonly ListInput Empty = new([]);
}
