namespace Crm.Domain.Common;

/// <summary>The source of a lead or contact.</summary>
public enum LeadSource
{
    Website,
    EmailCampaign,
    SocialMedia,
    Referral,
    ColdCall,
    TradeShow,
    Webinar,
    Advertisement,
    Partner,
    Event,
    PaidSearch,
    OrganicSearch,
    DirectMail,
    Telemarketing,
    Other,
}
