namespace Crm.Application.Dashboards;

/// <summary>Figures as they are shown.</summary>
internal static class Figures
{
    /// <summary>Two decimals, halves away from zero, as the database's round does it.</summary>
    public static decimal Money(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary>Null where the denominator is 0.</summary>
    public static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
