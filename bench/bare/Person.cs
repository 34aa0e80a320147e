namespace Crm.Bench.Bare;

/// <summary>The user of a user performance dashboard.</summary>
internal sealed record Person(Guid Id, string FullName, bool Live);
