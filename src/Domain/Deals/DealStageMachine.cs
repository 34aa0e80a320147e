namespace Crm.Domain.Deals;

/// <summary>What a move from one stage to another asks for.</summary>
public enum DealStageMove
{
    /// <summary>Not allowed.</summary>
    No,

    /// <summary>The stage it already has: nothing happens.</summary>
    Stay,

    /// <summary>Allowed, nothing needed.</summary>
    Yes,

    /// <summary>Closes as lost: needs a loss reason.</summary>
    NeedsLossReason,

    /// <summary>Reopens a closed deal: needs a reason.</summary>
    NeedsReason,
}

/// <summary>The one table of stages: which moves are allowed, what each needs, and each stage's default probability.</summary>
public static class DealStageMachine
{
    private const DealStageMove N = DealStageMove.No, S = DealStageMove.Stay, Y = DealStageMove.Yes, L = DealStageMove.NeedsLossReason, R = DealStageMove.NeedsReason;

    // Rows: from; columns: to; both in the order of DealStage.
    private static readonly DealStageMove[][] Moves =
    [
        //            Pro Qua Prp Neg Fol Won Los Hol
        /* Prosp. */ [S, Y, Y, Y, Y, Y, L, Y],
        /* Qualif.*/ [Y, S, Y, Y, Y, Y, L, Y],
        /* Propos.*/ [Y, Y, S, Y, Y, Y, L, Y],
        /* Negot. */ [Y, Y, Y, S, Y, Y, L, Y],
        /* Follow */ [Y, Y, Y, Y, S, Y, L, Y],
        /* Won    */ [R, R, R, R, R, S, N, N],
        /* Lost   */ [R, R, R, R, R, N, S, N],
        /* OnHold */ [Y, Y, Y, Y, Y, N, L, S],
    ];

    private static readonly int?[] Probabilities = [10, 20, 50, 80, 90, 100, 0, null];

    /// <summary>All stages in the order of the pipeline.</summary>
    public static IReadOnlyList<DealStage> Stages { get; } = Enum.GetValues<DealStage>();

    public static DealStageMove Move(DealStage from, DealStage to) => Moves[(int)from][(int)to];

    /// <summary>The stages that a deal in <paramref name="from"/> may go to now.</summary>
    public static IReadOnlyList<DealStage> Allowed(DealStage from) =>
        [.. Stages.Where(to => Move(from, to) is not (DealStageMove.No or DealStageMove.Stay))];

    /// <summary>The probability, in percent, that a deal takes on entering the stage; null: it keeps its own.</summary>
    public static int? DefaultProbability(DealStage stage) => Probabilities[(int)stage];

    public static bool IsClosed(DealStage stage) => stage is DealStage.ClosedWon or DealStage.ClosedLost;
}
