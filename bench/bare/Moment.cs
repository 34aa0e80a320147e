namespace Crm.Bench.Bare;

/// <summary>The time at which a dashboard's figures were read.</summary>
internal sealed record Moment(DateTimeOffset Now, string? SetConfig);
