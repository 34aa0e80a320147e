namespace Crm.Domain.Common;

/// <summary>A company as other aggregates know it: its id, and the name they are searched by.</summary>
public sealed record CompanyName(Guid Id, string Name);
