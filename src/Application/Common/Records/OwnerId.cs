namespace Crm.Application.Common.Records;

/// <summary>The owner of a record. Null: the record has no owner.</summary>
public sealed record OwnerId(Guid? Id);
