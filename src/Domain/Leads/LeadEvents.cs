using Crm.Domain.Common;

namespace Crm.Domain.Leads;

/// <summary>A lead entered a status; its creation is the first such event, with no status before it.</summary>
/// <param name="AggregateId">The lead.</param>
/// <param name="Seq">Counts the lead's statuses, from 1.</param>
/// <param name="From">Null on creation.</param>
/// <param name="To">The status entered.</param>
/// <param name="By">The acting user.</param>
/// <param name="OccurredAt">When.</param>
public sealed record LeadStatusChanged(
    Guid AggregateId, int Seq, LeadStatus? From, LeadStatus To, Guid By, DateTimeOffset OccurredAt) : IDomainEvent;
