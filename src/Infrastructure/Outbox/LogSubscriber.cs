using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Outbox;

/// <summary>Logs one line for each event: its type and its record, and nothing that a user typed.</summary>
internal sealed class LogSubscriber(ILogger<LogSubscriber> logger) : IOutboxSubscriber
{
    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        logger.LogInformation("{EventType} of {AggregateId} (message {Seq})", message.Type, message.AggregateId, message.Seq);
        return Task.CompletedTask;
    }
}
