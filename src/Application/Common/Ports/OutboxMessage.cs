namespace Crm.Application.Common.Ports;

/// <summary>A domain event from the outbox.</summary>
/// <param name="Seq">Ascending in time within an aggregate.</param>
/// <param name="Id">The same for each delivery of the message.</param>
/// <param name="AggregateId">The aggregate that raised the event.</param>
/// <param name="Type">The name of the event.</param>
/// <param name="Payload">The event as JSON.</param>
/// <param name="OccurredAt">When the event occurred.</param>
public sealed record OutboxMessage(long Seq, Guid Id, Guid AggregateId, string Type, string Payload, DateTimeOffset OccurredAt);
