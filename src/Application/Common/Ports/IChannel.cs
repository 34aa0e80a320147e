using Crm.Domain.Communications;

namespace Crm.Application.Common.Ports;

/// <summary>Sends communications of one type by itself; what has no channel is for a person to do.</summary>
public interface IChannel
{
    CommunicationType Type { get; }

    /// <summary>Hands one message over. Throwing says that nobody knows whether it went out.</summary>
    Task<DeliveryResult> SendAsync(OutgoingMessage message, CancellationToken ct);
}
