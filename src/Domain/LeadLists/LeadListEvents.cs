namespace Crm.Domain.LeadLists;

public sealed record LeadListCreated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadListUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>Leads were added to the list or removed from it.</summary>
public sealed record LeadListMembersChanged(Guid AggregateId, int Added, int Removed, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadListDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadListRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
