namespace Crm.Application.Common.Ports;

/// <summary>A domain event on its way out.</summary>
/// <param name="Seq">Grows with time within an aggregate.</param>
/// <param name="Id">The same each time the message comes.</param>
/// <param name="AggregateId">What it happened to.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Payload">The event as JSON.</param>
/// <param name="OccurredAt">When it happened.</param>
public sealed record OutboxMessage(long Seq, Guid Id, Guid AggregateId, string Type, string Payload, DateTimeOffset OccurredAt);
