namespace Crm.Domain.Deals;

public sealed record DealCreated(Guid AggregateId, Guid CompanyId, Guid OwnerId, DealStage Stage, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record DealUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>A deal entered a stage; its creation is the first such event, with no stage before it.</summary>
/// <param name="AggregateId">The deal.</param>
/// <param name="Seq">Counts the deal's moves, from 1.</param>
/// <param name="From">Null on creation.</param>
/// <param name="To">The stage entered.</param>
/// <param name="Reason">As the user gave it.</param>
/// <param name="By">The acting user.</param>
/// <param name="At">When the stage was entered; may lie in the past where moves are imported.</param>
/// <param name="OccurredAt">When it was recorded.</param>
public sealed record DealStageChanged(
    Guid AggregateId, int Seq, DealStage? From, DealStage To, string? Reason, Guid By, DateTimeOffset At, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record DealDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record DealRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
