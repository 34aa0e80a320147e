namespace Crm.Application.Common.Lists;

/// <summary>The keyset position of a row.</summary>
/// <param name="Key">The sort value as text. Null if the column is null.</param>
/// <param name="Tie">The tie-break value as text.</param>
internal sealed record ListPosition(string? Key, string Tie);
