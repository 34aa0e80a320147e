namespace Crm.Domain.Leads;

public sealed record LeadCreated(Guid AggregateId, Guid? AssignedToId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadAssigned(Guid AggregateId, Guid AssignedToId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A lead entered a status; its creation is the first such event, with no status before it.</summary>
/// <param name="AggregateId">The lead.</param>
/// <param name="Seq">Counts the lead's statuses, from 1.</param>
/// <param name="From">Null on creation.</param>
/// <param name="To">The status entered.</param>
/// <param name="By">The acting user.</param>
/// <param name="At">When the status was entered; in the past where the lead is imported.</param>
/// <param name="OccurredAt">When it was recorded.</param>
public sealed record LeadStatusChanged(
    Guid AggregateId, int Seq, LeadStatus? From, LeadStatus To, Guid By, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A lead became a contact, and maybe a deal with a company.</summary>
public sealed record LeadConverted(Guid AggregateId, Guid ContactId, Guid? CompanyId, Guid? DealId, Guid By, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record LeadRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
