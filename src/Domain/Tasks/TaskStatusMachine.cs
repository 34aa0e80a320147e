namespace Crm.Domain.Tasks;

/// <summary>The one table of a task's statuses: which may follow which.</summary>
public static class TaskStatusMachine
{
    private const bool N = false, Y = true;

    // Rows: from; columns: to; both in the order of SalesTaskStatus. The status it already has is no move.
    private static readonly bool[][] Moves =
    [
        //              Pen InP Com Can Def
        /* Pending   */ [N, Y, Y, Y, Y],
        /* InProgress*/ [N, N, Y, Y, N],
        /* Completed */ [Y, N, N, N, N],
        /* Cancelled */ [Y, N, N, N, N],
        /* Deferred  */ [Y, N, N, N, N],
    ];

    private static readonly SalesTaskStatus[] Statuses = Enum.GetValues<SalesTaskStatus>();

    public static bool Allows(SalesTaskStatus from, SalesTaskStatus to) => Moves[(int)from][(int)to];

    /// <summary>The statuses that a task in <paramref name="from"/> may go to now.</summary>
    public static IReadOnlyList<SalesTaskStatus> Allowed(SalesTaskStatus from) => [.. Statuses.Where(to => Allows(from, to))];

    /// <summary>Whether something is still to be done.</summary>
    public static bool IsOpen(SalesTaskStatus status) => status is not (SalesTaskStatus.Completed or SalesTaskStatus.Cancelled);
}
