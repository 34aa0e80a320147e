namespace Crm.Application.Common.Ports;

/// <summary>How a hand-over ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>It was taken.</summary>
    Sent,

    /// <summary>It was not, and it never will be.</summary>
    Failed,

    /// <summary>It was not, but it may be later.</summary>
    Deferred,

    /// <summary>Nobody knows whether it was.</summary>
    Unknown,
}
