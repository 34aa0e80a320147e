namespace Crm.Domain.Companies;

/// <summary>What a piece of company research is about.</summary>
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
