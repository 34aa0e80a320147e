namespace Crm.Domain.Roles;

public sealed record RoleCreated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RoleUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RoleDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record RoleRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
