namespace Crm.Domain.Communications;

/// <summary>Who spoke to whom.</summary>
public enum Direction
{
    Inbound,
    Outbound,
}
