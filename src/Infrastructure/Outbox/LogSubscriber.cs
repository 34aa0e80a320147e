using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>Writes one line for each event: what happened to which record, and nothing a user typed.</summary>
internal sealed class LogSubscriber(ILogger<LogSubscriber> logger) : IOutboxSubscriber
{
    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        logger.LogInformation("{EventType} of {AggregateId} (message {Seq})", message.Type, message.AggregateId, message.Seq);
        return Task.CompletedTask;
    }
}
