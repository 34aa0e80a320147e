namespace Crm.Domain.Groups;

public sealed record GroupCreated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record GroupUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record GroupMemberAdded(Guid AggregateId, Guid UserId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record GroupMemberRemoved(Guid AggregateId, Guid UserId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record GroupDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record GroupRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
