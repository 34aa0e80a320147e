namespace Crm.Domain.Communications;

/// <summary>The effect of setting a status on a communication.</summary>
public enum CommunicationStatusMove
{
    /// <summary>Not allowed.</summary>
    No,

    /// <summary>The communication already has this status or a later one. A late event can only correct its time.</summary>
    Stay,

    /// <summary>The communication changes to this status, and the times of skipped statuses are set.</summary>
    Yes,
}

/// <summary>The transitions of a communication.</summary>
public static class CommunicationStatusMachine
{
    private const CommunicationStatusMove N = CommunicationStatusMove.No, S = CommunicationStatusMove.Stay, Y = CommunicationStatusMove.Yes;

    // Rows: from; columns: to; both in the order of CommunicationStatus.
    private static readonly CommunicationStatusMove[][] Moves =
    [
        //             Dra Sch Sen Del Ope Res Fai Can
        /* Draft     */ [S, Y, Y, N, N, N, N, Y],
        /* Scheduled */ [N, S, Y, N, N, N, Y, Y],
        /* Sent      */ [N, N, S, Y, Y, Y, Y, N],
        /* Delivered */ [N, N, S, S, Y, Y, N, N],
        /* Opened    */ [N, N, S, S, S, Y, N, N],
        /* Responded */ [N, N, S, S, S, S, N, N],
        /* Failed    */ [N, N, N, N, N, N, S, N],
        /* Cancelled */ [N, N, N, N, N, N, N, S],
    ];

    private static readonly CommunicationStatus[] Statuses = Enum.GetValues<CommunicationStatus>();

    public static CommunicationStatusMove Move(CommunicationStatus from, CommunicationStatus to) => Moves[(int)from][(int)to];

    /// <summary>The statuses that a communication in <paramref name="from"/> can change to.</summary>
    public static IReadOnlyList<CommunicationStatus> Allowed(CommunicationStatus from) =>
        [.. Statuses.Where(to => Move(from, to) == CommunicationStatusMove.Yes)];

    /// <summary>Whether the communication can still be edited, because it has not been sent.</summary>
    public static bool IsOpen(CommunicationStatus status) => status is CommunicationStatus.Draft or CommunicationStatus.Scheduled;
}
