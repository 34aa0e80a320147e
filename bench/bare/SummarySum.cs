namespace Crm.Bench.Bare;

/// <summary>A row of the first statement of the summary dashboard.</summary>
internal sealed record SummarySum(string Kind, string? Currency, long N, decimal Value, decimal Weighted);
