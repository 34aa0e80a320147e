using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>The members that POST and PUT of a product line share.</summary>
public abstract record DealProductRequest
{
    public string ProductName { get; init; } = "";

    /// <summary>Greater than 0, with at most four decimals.</summary>
    public decimal Quantity { get; init; } = 1;

    /// <summary>Not negative, with at most two decimals.</summary>
    public decimal UnitPrice { get; init; }
    public string? Notes { get; init; }
}

internal sealed class DealProductRequestValidator : AbstractValidator<DealProductRequest>
{
    public DealProductRequestValidator() => this.Apply(DealProductDetails.Rules);
}
