namespace Crm.Domain.Deals;

/// <summary>A deal's plain fields: what a user types about it.</summary>
public record DealDetails
{
    public string Title { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = Currencies.Default;
    public DateOnly? ExpectedCloseDate { get; init; }
    public string[] Competitors { get; init; } = [];
    public string? Risks { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal DealDetails Normalized() => new(this);
}
