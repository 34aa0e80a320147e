namespace Crm.Domain.Companies;

public sealed record CompanyResearchCreated(Guid AggregateId, Guid CompanyId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyResearchUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyResearchDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CompanyResearchRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
