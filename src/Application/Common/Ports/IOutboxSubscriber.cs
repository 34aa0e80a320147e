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
