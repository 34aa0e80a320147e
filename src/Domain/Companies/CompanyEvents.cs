namespace Crm.Domain.Companies;

public sealed record CompanyCreated(Guid AggregateId, string Name, Guid? OwnerId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
