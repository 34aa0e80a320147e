namespace Crm.Domain.Common;

/// <summary>Where a lead or contact came from.</summary>
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
