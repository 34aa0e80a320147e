namespace Crm.Domain.Leads;

/// <summary>What a move from one status to another is.</summary>
public enum LeadStatusMove
{
    /// <summary>Not allowed.</summary>
    No,

    /// <summary>The status it already has: nothing happens.</summary>
    Stay,

    /// <summary>Allowed.</summary>
    Yes,

    /// <summary>Only by conversion, which makes the records that the lead becomes.</summary>
    ByConversion,
}

/// <summary>
/// The one table of statuses. NEW, CONTACTED, INTERESTED and QUALIFIED are open and follow one another, with jumps forward; the
/// three that put a lead aside (NURTURING, NOT_INTERESTED, DEAD) lead back to NEW or NURTURING alone.
/// </summary>
public static class LeadStatusMachine
{
    private const LeadStatusMove N = LeadStatusMove.No, S = LeadStatusMove.Stay, Y = LeadStatusMove.Yes, C = LeadStatusMove.ByConversion;

    // Rows: from; columns: to; both in the order of LeadStatus.
    private static readonly LeadStatusMove[][] Moves =
    [
        //             New Qua Con Int Not Cnv Dea Nur
        /* New      */ [S, Y, Y, Y, Y, C, Y, Y],
        /* Qualif.  */ [N, S, N, N, Y, C, Y, Y],
        /* Contact. */ [N, Y, S, Y, Y, C, Y, Y],
        /* Interest.*/ [N, Y, N, S, Y, C, Y, Y],
        /* NotInt.  */ [Y, N, N, N, S, C, N, Y],
        /* Convert. */ [N, N, N, N, N, S, N, N],
        /* Dead     */ [Y, N, N, N, N, C, S, Y],
        /* Nurtur.  */ [Y, N, N, N, N, C, N, S],
    ];

    public static LeadStatusMove Move(LeadStatus from, LeadStatus to) => Moves[(int)from][(int)to];

    /// <summary>The statuses that a lead in <paramref name="from"/> may be given now; conversion is none of them.</summary>
    public static IReadOnlyList<LeadStatus> Allowed(LeadStatus from) =>
        [.. Enum.GetValues<LeadStatus>().Where(to => Move(from, to) == LeadStatusMove.Yes)];
}
