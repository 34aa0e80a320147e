using Crm.Application.Common;
using Crm.Domain.Deals;
using FluentValidation;

namespace Crm.Application.Deals;

/// <summary>The shape of a product line.</summary>
internal sealed class DealProductRules : AbstractValidator<DealProductDetails>
{
    public DealProductRules()
    {
        RuleFor(p => p.ProductName).Name();
        RuleFor(p => p.Quantity)
            .Must(q => q is > 0 and <= DealProduct.MaxQuantity && decimal.Round(q, DealProduct.QuantityDecimals) == q)
            .WithMessage($"must be more than 0, with at most {DealProduct.QuantityDecimals} decimals.");
        RuleFor(p => p.UnitPrice).Money();
        RuleFor(p => p.Notes).LongText();
    }
}
