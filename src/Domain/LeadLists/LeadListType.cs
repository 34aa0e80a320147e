namespace Crm.Domain.LeadLists;

/// <summary>The purpose of a lead list.</summary>
public enum LeadListType
{
    Prospecting,
    EventAttendees,
    WebcastInvitees,
    ColdCallList,
    Nurturing,
    Custom,
}
