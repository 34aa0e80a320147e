namespace Crm.Bench.Bare;

/// <summary>The totals of a board column in one currency.</summary>
internal sealed record BoardTotal(string Stage, string Currency, long Count, decimal TotalValue, decimal WeightedValue);
