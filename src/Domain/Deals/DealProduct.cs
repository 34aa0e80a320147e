namespace Crm.Domain.Deals;

/// <summary>The fields of a product line.</summary>
public sealed record DealProductDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<DealProductDetails> Rules { get; } = FieldRules.For<DealProductDetails>(f =>
    {
        f.Name(p => p.ProductName);
        f.Field(p => p.Quantity, new QuantityRule(DealProduct.MaxQuantity, DealProduct.QuantityDecimals));
        f.Money(p => p.UnitPrice);
        f.Text(p => p.Notes);
    });

    public string ProductName { get; init; } = "";

    /// <summary>Greater than 0, with at most four decimals.</summary>
    public decimal Quantity { get; init; } = 1;

    /// <summary>Not negative, with at most two decimals.</summary>
    public decimal UnitPrice { get; init; }
    public string? Notes { get; init; }
}

/// <summary>A product line of a deal.</summary>
public sealed class DealProduct
{
    /// <summary>The largest quantity of a line.</summary>
    public const decimal MaxQuantity = 99_999_999.9999m;

    /// <summary>The maximum number of decimals of a quantity.</summary>
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

    /// <summary>The field rules of this type.</summary>
    public static FieldRules<DealProductDetails> Rules => DealProductDetails.Rules;

    public Guid Id { get; private set; }
    public Guid DealId { get; private set; }
    public string ProductName { get; private set; } = "";
    public decimal Quantity { get; private set; }
    public decimal UnitPrice { get; private set; }

    /// <summary>Quantity × unit price, rounded to two decimals, half away from zero.</summary>
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
