namespace Crm.Bench.Bare;

/// <summary>A row of the pipeline dashboard statement.</summary>
internal sealed record StageSum(string Currency, string Stage, long Count, decimal Value, decimal Weighted, DateTimeOffset? Oldest);
