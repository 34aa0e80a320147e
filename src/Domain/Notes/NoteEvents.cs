namespace Crm.Domain.Notes;

/// <summary>Somebody wrote something down.</summary>
/// <param name="AggregateId">The note.</param>
/// <param name="Links">What it is about.</param>
/// <param name="At">When it was written; may lie in the past where notes are imported.</param>
/// <param name="OccurredAt">When it was recorded.</param>
public sealed record NoteCreated(Guid AggregateId, ActivityLinks Links, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
