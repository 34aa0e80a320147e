namespace Crm.Domain.Communications;

/// <summary>Whether the communication was received or sent.</summary>
public enum Direction
{
    Inbound,
    Outbound,
}
