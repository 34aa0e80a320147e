using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>The shape of a product line.</summary>
internal sealed class DealProductValidator : AbstractValidator<DealProductDetails>
{
    public DealProductValidator()
    {
        RuleFor(p => p.ProductName).Name();
        RuleFor(p => p.Quantity)
            .Must(q => q is > 0 and <= DealProduct.MaxQuantity && decimal.Round(q, DealProduct.QuantityDecimals) == q)
            .WithMessage($"must be more than 0, with at most {DealProduct.QuantityDecimals} decimals.");
        RuleFor(p => p.UnitPrice).Money();
        RuleFor(p => p.Notes).LongText();
    }
}
