namespace Crm.Domain.Companies;

/// <summary>The plain fields of a piece of research.</summary>
public sealed record CompanyResearchDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<CompanyResearchDetails> Rules { get; } = FieldRules.For<CompanyResearchDetails>(f =>
    {
        f.Name(r => r.Title);
        f.RequiredText(r => r.Content);
        f.Line(r => r.Source);
        f.WebAddress(r => r.Url);
        f.Field(r => r.Confidence, new BetweenRule(0, 1), new DecimalsRule(4, "must have at most four decimals."));
        f.Texts(r => r.Tags);
    });

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
