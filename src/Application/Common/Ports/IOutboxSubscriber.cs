namespace Crm.Application.Common.Ports;

/// <summary>
/// Receives domain events after the commit. Delivery is at least once, in order for each aggregate, and repeated
/// after a failure. Handlers must be idempotent; <see cref="OutboxMessage.Id"/> identifies a message.
/// </summary>
public interface IOutboxSubscriber
{
    /// <summary>Handles one message. After an exception, or when the relay's time limit is exceeded, the message is delivered again
    /// later.</summary>
    Task HandleAsync(OutboxMessage message, CancellationToken ct);
}
