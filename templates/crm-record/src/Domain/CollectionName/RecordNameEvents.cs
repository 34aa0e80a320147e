namespace Crm.Domain.CollectionName;

public sealed record RecordNameCreated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RecordNameUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RecordNameDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RecordNameRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
