namespace Crm.Domain.Companies;

/// <summary>The plain fields of a piece of research.</summary>
public record CompanyResearchDetails
{
    public string Title { get; init; } = "";
    public string Content { get; init; } = "";

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }
    public string? Url { get; init; }
    public ResearchType ResearchType { get; init; } = ResearchType.Other;
    public bool AiGenerated { get; init; }

    /// <summary>0..1, at most four decimals.</summary>
    public decimal? Confidence { get; init; }
    public string[] Tags { get; init; } = [];

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal CompanyResearchDetails Normalized() => new(this);
}
