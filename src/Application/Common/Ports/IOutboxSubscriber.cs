namespace Crm.Application.Common.Ports;

/// <summary>
/// Receives what happened, once its change is committed. A message comes at least once, those of one aggregate in order, and
/// again after a failure: do nothing twice that must happen once; <see cref="OutboxMessage.Id"/> tells messages apart.
/// </summary>
public interface IOutboxSubscriber
{
    /// <summary>Takes one message; throwing, or running over the relay's time limit, means that it comes again later.</summary>
    Task HandleAsync(OutboxMessage message, CancellationToken ct);
}

/// <summary>A domain event on its way out.</summary>
/// <param name="Seq">Grows with time within an aggregate.</param>
/// <param name="Id">The same each time the message comes.</param>
/// <param name="AggregateId">What it happened to.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Payload">The event as JSON.</param>
/// <param name="OccurredAt">When it happened.</param>
public sealed record OutboxMessage(long Seq, Guid Id, Guid AggregateId, string Type, string Payload, DateTimeOffset OccurredAt);
