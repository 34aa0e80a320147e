namespace Crm.Domain.Leads;

public sealed record LeadCreated(Guid AggregateId, Guid? AssignedToId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadAssigned(Guid AggregateId, Guid AssignedToId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>The status of a lead changed. Creation is the first such event, without a previous status.</summary>
/// <param name="AggregateId">The lead.</param>
/// <param name="Seq">Sequence number of the status change, from 1.</param>
/// <param name="From">Null on creation.</param>
/// <param name="To">The new status.</param>
/// <param name="By">The acting user.</param>
/// <param name="At">When the status changed. In the past for imported leads.</param>
/// <param name="OccurredAt">When the change was recorded.</param>
public sealed record LeadStatusChanged(
    Guid AggregateId, int Seq, LeadStatus? From, LeadStatus To, Guid By, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A lead was converted to a contact, and optionally a company and a deal.</summary>
public sealed record LeadConverted(Guid AggregateId, Guid ContactId, Guid? CompanyId, Guid? DealId, Guid By, DateTimeOffset OccurredAt)
    : IDomainEvent;

public sealed record LeadDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
