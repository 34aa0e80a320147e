namespace Crm.Domain.Common;

/// <summary>The id of a company and the name by which other aggregates are searched.</summary>
public sealed record CompanyName(Guid Id, string Name);
