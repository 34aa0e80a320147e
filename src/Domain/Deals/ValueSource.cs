namespace Crm.Domain.Deals;

/// <summary>Where a deal's value comes from.</summary>
public enum ValueSource
{
    /// <summary>What a user typed.</summary>
    Manual,

    /// <summary>The sum of the product lines.</summary>
    Products,
}
