namespace Crm.Domain.Companies;

/// <summary>The topic of a piece of company research.</summary>
public enum ResearchType
{
    CompanyInfo,
    FinancialData,
    MarketAnalysis,
    CompetitorAnalysis,
    NewsArticles,
    SocialMedia,
    AiGenerated,
    Other,
}
