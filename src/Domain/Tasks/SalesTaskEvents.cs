namespace Crm.Domain.Tasks;

public sealed record TaskCreated(Guid AggregateId, ActivityLinks Links, Guid? AssigneeId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskStatusChanged(Guid AggregateId, SalesTaskStatus From, SalesTaskStatus To, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A task was done.</summary>
/// <param name="AggregateId">The task.</param>
/// <param name="Links">What it is about.</param>
/// <param name="OccurredAt">When.</param>
public sealed record TaskCompleted(Guid AggregateId, ActivityLinks Links, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record TaskRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
