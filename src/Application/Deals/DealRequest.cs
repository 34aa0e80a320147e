using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>The members that POST and PUT of a deal share.</summary>
public abstract record DealRequest
{
    /// <summary>Default: 0. With product lines, the value is their sum and cannot be set.</summary>
    public decimal? Value { get; init; }

    /// <summary>In percent. Default: the probability of the stage.</summary>
    public int? Probability { get; init; }
    public Guid CompanyId { get; init; }
    public Guid? PrimaryContactId { get; init; }

    /// <summary>Default: the caller on creation, later the current owner.</summary>
    public Guid? OwnerId { get; init; }
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

internal sealed class DealRequestValidator : AbstractValidator<DealRequest>
{
    public DealRequestValidator()
    {
        this.Apply(DealDetails.Rules);
        this.Apply(Deal.Rules, nameof(Deal.Value), nameof(Deal.Probability), nameof(Deal.CompanyId));
    }
}
