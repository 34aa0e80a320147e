using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>What POST and PUT of a product line have in common.</summary>
public abstract record DealProductRequest
{
    public string ProductName { get; init; } = "";

    /// <summary>More than 0, at most four decimals.</summary>
    public decimal Quantity { get; init; } = 1;

    /// <summary>0 or more, at most two decimals.</summary>
    public decimal UnitPrice { get; init; }
    public string? Notes { get; init; }
}

internal sealed class DealProductRequestValidator : AbstractValidator<DealProductRequest>
{
    public DealProductRequestValidator() => this.Apply(DealProductDetails.Rules);
}
