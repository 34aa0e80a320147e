namespace Crm.Domain.Deals;

/// <summary>What a user types about a product line.</summary>
public sealed record DealProductDetails
{
    /// <summary>What its members may hold.</summary>
    public static FieldRules<DealProductDetails> Rules { get; } = FieldRules.For<DealProductDetails>(f =>
    {
        f.Name(p => p.ProductName);
        f.Field(p => p.Quantity, new QuantityRule(DealProduct.MaxQuantity, DealProduct.QuantityDecimals));
        f.Money(p => p.UnitPrice);
        f.Text(p => p.Notes);
    });

    public string ProductName { get; init; } = "";

    /// <summary>More than 0, at most four decimals.</summary>
    public decimal Quantity { get; init; } = 1;

    /// <summary>0 or more, at most two decimals.</summary>
    public decimal UnitPrice { get; init; }
    public string? Notes { get; init; }
}

/// <summary>A product line of a deal.</summary>
public sealed class DealProduct
{
    /// <summary>Largest quantity of a line.</summary>
    public const decimal MaxQuantity = 99_999_999.9999m;

    /// <summary>Decimals that a quantity may have.</summary>
    public const int QuantityDecimals = 4;

    private DealProduct()
    {
    }

    internal DealProduct(Guid id, Guid dealId, DealProductDetails details, DateTimeOffset now)
    {
        Id = id;
        DealId = dealId;
        CreatedAt = now;
        Change(details);
    }

    /// <summary>What its members may hold.</summary>
    public static FieldRules<DealProductDetails> Rules => DealProductDetails.Rules;

    public Guid Id { get; private set; }
    public Guid DealId { get; private set; }
    public string ProductName { get; private set; } = "";
    public decimal Quantity { get; private set; }
    public decimal UnitPrice { get; private set; }

    /// <summary>Quantity × unit price, to two decimals, half away from zero.</summary>
    public decimal TotalPrice { get; private set; }
    public string? Notes { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal void Change(DealProductDetails details)
    {
        ProductName = details.ProductName;
        Quantity = details.Quantity;
        UnitPrice = Money.Normalize(details.UnitPrice);
        TotalPrice = TotalOf(details);
        Notes = details.Notes;
    }

    internal static decimal TotalOf(DealProductDetails details) =>
        decimal.Round(details.Quantity * details.UnitPrice, 2, MidpointRounding.AwayFromZero) + 0.00m;
}
