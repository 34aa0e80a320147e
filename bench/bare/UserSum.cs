namespace Crm.Bench.Bare;

/// <summary>A row of the user performance statement.</summary>
internal sealed record UserSum(Guid OwnerId, string Kind, string? Currency, long N, decimal Value);
