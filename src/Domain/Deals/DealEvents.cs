namespace Crm.Domain.Deals;

public sealed record DealCreated(Guid AggregateId, Guid CompanyId, Guid OwnerId, DealStage Stage, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record DealUpdated(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>The stage of a deal changed. Creation is the first such event, without a previous stage.</summary>
/// <param name="AggregateId">The deal.</param>
/// <param name="Seq">Sequence number of the deal's transitions, from 1.</param>
/// <param name="From">Null on creation.</param>
/// <param name="To">The new stage.</param>
/// <param name="Reason">The reason that the user gave.</param>
/// <param name="By">The acting user.</param>
/// <param name="At">When the stage changed. In the past for imported transitions.</param>
/// <param name="OccurredAt">When the change was recorded.</param>
public sealed record DealStageChanged(
    Guid AggregateId, int Seq, DealStage? From, DealStage To, string? Reason, Guid By, DateTimeOffset At, DateTimeOffset OccurredAt)
    : IDomainEvent;

public sealed record DealDeleted(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;

public sealed record DealRestored(Guid AggregateId, DateTimeOffset OccurredAt) : IDomainEvent;
