namespace Crm.Domain.Common;

/// <summary>Amounts: decimal(18,2). Input is never rounded.</summary>
public static class Money
{
    /// <summary>Whether the amount has at most two decimals and is between 0 and 9,999,999,999,999,999.99.</summary>
    public static bool IsValid(decimal amount) => amount is >= 0 and <= Limits.MaxMoney && decimal.Round(amount, 2) == amount;

    /// <summary>The same amount with exactly two decimals, as stored.</summary>
    public static decimal Normalize(decimal amount) => decimal.Round(amount, 2) + 0.00m;
}
