namespace Crm.Domain.Tasks;

/// <summary>The transitions of a task.</summary>
public static class TaskStatusMachine
{
    private const bool N = false, Y = true;

    // Rows: from; columns: to; both in the order of SalesTaskStatus. Keeping the status is not a transition.
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

    /// <summary>The statuses that a task in <paramref name="from"/> can change to.</summary>
    public static IReadOnlyList<SalesTaskStatus> Allowed(SalesTaskStatus from) => [.. Statuses.Where(to => Allows(from, to))];

    /// <summary>Whether the task is not yet completed or cancelled.</summary>
    public static bool IsOpen(SalesTaskStatus status) => status is not (SalesTaskStatus.Completed or SalesTaskStatus.Cancelled);
}
