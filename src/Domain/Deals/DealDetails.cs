namespace Crm.Domain.Deals;

/// <summary>The plain fields of a deal.</summary>
public sealed record DealDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<DealDetails> Rules { get; } = FieldRules.For<DealDetails>(f =>
    {
        f.Name(d => d.Title);
        f.Text(d => d.Description);
        f.Currency(d => d.Currency);
        f.Texts(d => d.Competitors, Limits.Line);
        f.Text(d => d.Risks);
        f.Text(d => d.Notes);
        f.Texts(d => d.Tags);
    });

    public string Title { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>ISO 4217 currency code.</summary>
    public string Currency { get; init; } = Currencies.Default;
    public DateOnly? ExpectedCloseDate { get; init; }
    public string[] Competitors { get; init; } = [];
    public string? Risks { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];
}
