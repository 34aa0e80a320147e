namespace Crm.Domain.LeadLists;

/// <summary>What a list of leads is for.</summary>
public enum LeadListType
{
    Prospecting,
    EventAttendees,
    WebcastInvitees,
    ColdCallList,
    Nurturing,
    Custom,
}
