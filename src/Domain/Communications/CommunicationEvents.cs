namespace Crm.Domain.Communications;

public sealed record CommunicationCreated(Guid AggregateId, CommunicationStatus Status, ActivityLinks Links, DateTimeOffset OccurredAt)
    : IDomainEvent;

public sealed record CommunicationUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>The status of a communication changed.</summary>
/// <param name="AggregateId">The communication.</param>
/// <param name="From">The previous status.</param>
/// <param name="To">The new status.</param>
/// <param name="At">When it happened, according to the reporter.</param>
/// <param name="OccurredAt">When the change was recorded.</param>
public sealed record CommunicationStatusChanged(
    Guid AggregateId, CommunicationStatus From, CommunicationStatus To, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A user and a contact or lead communicated, in either direction.</summary>
/// <param name="AggregateId">The communication.</param>
/// <param name="Links">The subjects.</param>
/// <param name="At">When it took place.</param>
/// <param name="OccurredAt">When the change was recorded.</param>
public sealed record CommunicationTookPlace(Guid AggregateId, ActivityLinks Links, DateTimeOffset At, DateTimeOffset OccurredAt)
    : IDomainEvent;

public sealed record CommunicationDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CommunicationRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
