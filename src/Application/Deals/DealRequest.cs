using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>What POST and PUT of a deal have in common.</summary>
public abstract record DealRequest
{
    /// <summary>0 when absent; with product lines it is their sum and cannot be set.</summary>
    public decimal? Value { get; init; }

    /// <summary>Percent; the stage's default when absent.</summary>
    public int? Probability { get; init; }
    public Guid CompanyId { get; init; }
    public Guid? PrimaryContactId { get; init; }

    /// <summary>On creation the caller when absent, later the present owner.</summary>
    public Guid? OwnerId { get; init; }
    public string Title { get; init; } = "";
    public string? Description { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = Currencies.Default;
    public DateOnly? ExpectedCloseDate { get; init; }
    public string[] Competitors { get; init; } = [];
    public string? Risks { get; init; }
    public string? Notes { get; init; }
    public string[] Tags { get; init; } = [];
}

internal sealed class DealRequestValidator : AbstractValidator<DealRequest>
{
    public DealRequestValidator()
    {
        this.Apply(DealDetails.Rules);
        this.Apply(Deal.Rules, nameof(Deal.Value), nameof(Deal.Probability), nameof(Deal.CompanyId));
    }
}
