namespace Crm.Domain.Notes;

/// <summary>A user wrote a note.</summary>
/// <param name="AggregateId">The note.</param>
/// <param name="Links">The subjects.</param>
/// <param name="At">When the note was written. In the past for imported notes.</param>
/// <param name="OccurredAt">When the change was recorded.</param>
public sealed record NoteCreated(Guid AggregateId, ActivityLinks Links, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record NoteRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
