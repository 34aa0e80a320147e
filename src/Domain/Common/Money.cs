namespace Crm.Domain.Common;

/// <summary>Amounts: decimal(18,2), never rounded on the way in.</summary>
public static class Money
{
    /// <summary>Whether the amount has at most two decimals and lies in 0..9,999,999,999,999,999.99.</summary>
    public static bool IsValid(decimal amount) => amount is >= 0 and <= Limits.MaxMoney && decimal.Round(amount, 2) == amount;

    /// <summary>The same amount with exactly two decimals, as it is stored.</summary>
    public static decimal Normalize(decimal amount) => decimal.Round(amount, 2) + 0.00m;
}
