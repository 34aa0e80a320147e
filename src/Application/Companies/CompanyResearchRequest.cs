using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>What POST and PUT of a piece of research have in common.</summary>
public abstract record CompanyResearchRequest
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
}

internal sealed class CompanyResearchRequestValidator : AbstractValidator<CompanyResearchRequest>
{
    public CompanyResearchRequestValidator() => this.Apply(CompanyResearchDetails.Rules);
}
