namespace Crm.Bench.Bare;

/// <summary>A row of the lead conversion statement.</summary>
internal sealed record StatusSum(string? Source, string Status, long Count);
