namespace Crm.Api.Tests.Deals;

/// <summary>A second implementation of the stage rules, written from the specification and independent of the product's table.</summary>
internal static class StageOracle
{
    public static readonly string[] Open = ["PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP"];

    /// <summary>All stages, in the order of the pipeline.</summary>
    public static readonly string[] All = [.. Open, "CLOSED_WON", "CLOSED_LOST", "ON_HOLD"];

    public static bool IsClosed(string stage) => stage.StartsWith("CLOSED_", StringComparison.Ordinal);

    /// <summary>Whether the transition is allowed. The current stage is no transition.</summary>
    public static bool Allows(string from, string to)
    {
        if (from == to)
            return false;
        // A closed deal can only be reopened, in one of the five open stages.
        if (IsClosed(from))
            return Open.Contains(to);
        return to switch
        {
            // CLOSED_WON is allowed from any open stage.
            "CLOSED_WON" => Open.Contains(from),
            // CLOSED_LOST is allowed from any open stage and from ON_HOLD.
            "CLOSED_LOST" => true,
            // ON_HOLD is allowed from any open stage.
            "ON_HOLD" => true,
            // An open stage is allowed from any other open stage and from ON_HOLD.
            _ => true,
        };
    }

    /// <summary>The member that the transition requires, or null.</summary>
    public static string? Requires(string from, string to) => to == "CLOSED_LOST" ? "lossReason" : IsClosed(from) ? "reason" : null;

    /// <summary>The probability after the transition.</summary>
    public static int Probability(string to, int current) => to switch
    {
        "PROSPECTING" => 10,
        "QUALIFYING" => 20,
        "PROPOSING" => 50,
        "NEGOTIATING" => 80,
        "FOLLOW_UP" => 90,
        "CLOSED_WON" => 100,
        "CLOSED_LOST" => 0,
        _ => current,
    };

    public static string[] AllowedFrom(string from) => [.. All.Where(to => Allows(from, to))];
}
