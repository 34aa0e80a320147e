namespace Crm.Domain.Communications;

/// <summary>How far a communication is.</summary>
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
