namespace Crm.Application.Common.Ports;

/// <summary>The outcome of a delivery.</summary>
public enum DeliveryOutcome
{
    /// <summary>The message was accepted.</summary>
    Sent,

    /// <summary>The message was rejected permanently.</summary>
    Failed,

    /// <summary>The message was not accepted; the delivery can be tried again.</summary>
    Deferred,

    /// <summary>It is unknown whether the message was accepted.</summary>
    Unknown,
}
