namespace Crm.Application.Common.Lists;

/// <summary>A row's place in the order.</summary>
/// <param name="Key">The sort column as text; null where it is null.</param>
/// <param name="Tie">The tie-break as text.</param>
internal sealed record ListPosition(string? Key, string Tie);
