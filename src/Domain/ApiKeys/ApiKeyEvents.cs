namespace Crm.Domain.ApiKeys;

public sealed record ApiKeyCreated(Guid AggregateId, Guid OwnerId, DateTimeOffset ExpiresAt, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record ApiKeyRenamed(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record ApiKeyRevoked(Guid AggregateId, Guid OwnerId, DateTimeOffset OccurredAt) : IDomainEvent;
