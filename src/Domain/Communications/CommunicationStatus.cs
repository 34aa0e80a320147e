namespace Crm.Domain.Communications;

/// <summary>The status of a communication.</summary>
public enum CommunicationStatus
{
    Draft,
    Scheduled,
    Sent,
    Delivered,
    Opened,
    Responded,
    Failed,
    Cancelled,
}
