namespace Crm.Domain.Tasks;

public sealed record TaskCreated(Guid AggregateId, ActivityLinks Links, Guid? AssigneeId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskStatusChanged(Guid AggregateId, SalesTaskStatus From, SalesTaskStatus To, DateTimeOffset OccurredAt)
    : IDomainEvent;

/// <summary>A task was completed.</summary>
/// <param name="AggregateId">The task.</param>
/// <param name="Links">The subjects.</param>
/// <param name="OccurredAt">When it was completed.</param>
public sealed record TaskCompleted(Guid AggregateId, ActivityLinks Links, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
