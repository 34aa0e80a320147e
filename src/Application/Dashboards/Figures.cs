namespace Crm.Application.Dashboards;

/// <summary>Rounding of figures.</summary>
internal static class Figures
{
    /// <summary>Two decimals, half away from zero, as the round function of PostgreSQL.</summary>
    public static decimal Money(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary>Null if the denominator is 0.</summary>
    public static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
