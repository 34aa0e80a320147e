namespace Crm.Application.Common.Records;

/// <summary>The owner of a record, or nobody.</summary>
public sealed record OwnerId(Guid? Id);
