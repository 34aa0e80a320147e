namespace Crm.Domain.Contacts;

public sealed record ContactCreated(Guid AggregateId, Guid? CompanyId, Guid? OwnerId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record ContactUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record ContactDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record ContactRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
