namespace Crm.Domain.Leads;

/// <summary>What a lead did, or what was done with it.</summary>
public enum LeadActivityType
{
    PageView,
    EmailOpen,
    EmailClick,
    FormSubmission,
    PhoneCall,
    Meeting,
    SocialEngagement,
    Other,
}
