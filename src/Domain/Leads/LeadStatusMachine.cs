namespace Crm.Domain.Leads;

/// <summary>The kind of a transition between two statuses.</summary>
public enum LeadStatusMove
{
    /// <summary>Not allowed.</summary>
    No,

    /// <summary>The lead already has this status. Nothing changes.</summary>
    Stay,

    /// <summary>Allowed.</summary>
    Yes,

    /// <summary>Allowed by conversion only, which also creates the contact, company and deal.</summary>
    ByConversion,
}

/// <summary>
/// The transitions of a lead. NEW, CONTACTED, INTERESTED and QUALIFIED are the open statuses, in this order; skipping forward is
/// allowed. From NURTURING, NOT_INTERESTED and DEAD, a lead changes to NEW or NURTURING only.
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

    /// <summary>The statuses that a lead in <paramref name="from"/> can be set to. Excludes conversion.</summary>
    public static IReadOnlyList<LeadStatus> Allowed(LeadStatus from) =>
        [.. Enum.GetValues<LeadStatus>().Where(to => Move(from, to) == LeadStatusMove.Yes)];
}
