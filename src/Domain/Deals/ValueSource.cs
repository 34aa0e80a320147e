namespace Crm.Domain.Deals;

/// <summary>The source of a deal's value.</summary>
public enum ValueSource
{
    /// <summary>Set by a user.</summary>
    Manual,

    /// <summary>The sum of the product lines.</summary>
    Products,
}
