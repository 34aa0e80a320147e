namespace Crm.Domain.Users;

public sealed record UserCreated(Guid AggregateId, Guid RoleId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record UserUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record UserPasswordChanged(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record UserDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record UserRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
