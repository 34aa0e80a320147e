namespace Crm.Domain.Common;

/// <summary>The status of a lead, also recorded on a contact.</summary>
public enum LeadStatus
{
    New,
    Qualified,
    Contacted,
    Interested,
    NotInterested,
    Converted,
    Dead,
    Nurturing,
}
