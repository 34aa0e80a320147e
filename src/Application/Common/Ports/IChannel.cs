using Crm.Domain.Communications;

namespace Crm.Application.Common.Ports;

/// <summary>Delivers communications of one type automatically. For types without a channel, a user delivers them by hand.</summary>
public interface IChannel
{
    CommunicationType Type { get; }

    /// <summary>Delivers one message. An exception means that it is unknown whether the message was sent.</summary>
    Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct);
}
