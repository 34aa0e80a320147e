namespace Crm.Domain.Leads;

/// <summary>The kind of lead activity.</summary>
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
