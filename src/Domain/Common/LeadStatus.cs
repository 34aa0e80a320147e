namespace Crm.Domain.Common;

/// <summary>How far a lead, or a contact as a lead, has come.</summary>
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
