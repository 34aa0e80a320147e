namespace Crm.Domain.Communications;

public sealed record CommunicationCreated(Guid AggregateId, CommunicationStatus Status, ActivityLinks Links, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CommunicationUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A communication came further.</summary>
/// <param name="AggregateId">The communication.</param>
/// <param name="From">Its status before.</param>
/// <param name="To">Its status now.</param>
/// <param name="At">When that happened, by who reported it.</param>
/// <param name="OccurredAt">When it was recorded.</param>
public sealed record CommunicationStatusChanged(
    Guid AggregateId, CommunicationStatus From, CommunicationStatus To, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>Somebody was spoken or written to, or spoke or wrote.</summary>
/// <param name="AggregateId">The communication.</param>
/// <param name="Links">What it is about.</param>
/// <param name="At">When it took place.</param>
/// <param name="OccurredAt">When it was recorded.</param>
public sealed record CommunicationTookPlace(Guid AggregateId, ActivityLinks Links, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CommunicationDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record CommunicationRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
