namespace Crm.Api.Tests.Deals;

/// <summary>The rules of stages once more, as the specification words them and apart from the product's table.</summary>
internal static class StageOracle
{
    public static readonly string[] Open = ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP"];

    /// <summary>In the order of the pipeline.</summary>
    public static readonly string[] All = [.. Open, "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];

    public static bool IsClosed(string stage) => stage.StartsWith("CLOSED_", StringComparison.Ordinal);

    /// <summary>Whether a deal may go there; to where it is it does not go.</summary>
    public static bool Allows(string from, string to)
    {
        if (from == to)
            return false;
        // From a closed stage only a reopening, to one of the five open ones.
        if (IsClosed(from))
            return Open.Contains(to);
        return to switch
        {
            // To CLOSED_WON from any open stage.
            "CLOSED_WON" => Open.Contains(from),
            // To CLOSED_LOST from any open stage or ON_HOLD.
            "CLOSED_LOST" => true,
            // To ON_HOLD from any open stage.
            "ON_HOLD" => true,
            // Open stages in any direction between them, and from ON_HOLD.
            _ => true,
        };
    }

    /// <summary>The member that the move requires, or null.</summary>
    public static string? Requires(string from, string to) => to == "CLOSED_LOST" ? "lossReason" : IsClosed(from) ? "reason" : null;

    /// <summary>The probability after the move.</summary>
    public static int Probability(string to, int present) => to switch
    {
        "PROSPECTING" => 10,
        "QUALIFYING" => 20,
        "PROPOSING" => 50,
        "NEGOTIATING" => 80,
        "FOLLOW_UP" => 90,
        "CLOSED_WON" => 100,
        "CLOSED_LOST" => 0,
        _ => present,
    };

    public static string[] AllowedFrom(string from) => [.. All.Where(to => Allows(from, to))];
}
