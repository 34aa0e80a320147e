using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>The members that POST and PUT of a piece of research share.</summary>
public abstract record CompanyResearchRequest
{
    public string Title { get; init; } = "";
    public string Content { get; init; } = "";

    /// <summary>The source of the information.</summary>
    public string? Source { get; init; }
    public string? Url { get; init; }
    public ResearchType ResearchType { get; init; } = ResearchType.Other;
    public bool AiGenerated { get; init; }

    /// <summary>From 0 to 1, with at most four decimals.</summary>
    public decimal? Confidence { get; init; }
    public string[] Tags { get; init; } = [];
}

internal sealed class CompanyResearchRequestValidator : AbstractValidator<CompanyResearchRequest>
{
    public CompanyResearchRequestValidator() => this.Apply(CompanyResearchDetails.Rules);
}
