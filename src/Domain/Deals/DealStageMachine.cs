namespace Crm.Domain.Deals;

/// <summary>What a transition between two stages requires.</summary>
public enum DealStageMove
{
    /// <summary>Not allowed.</summary>
    No,

    /// <summary>The deal already has this stage. Nothing changes.</summary>
    Stay,

    /// <summary>Allowed without further input.</summary>
    Yes,

    /// <summary>Closes the deal as lost; requires a loss reason.</summary>
    NeedsLossReason,

    /// <summary>Reopens a closed deal; requires a reason.</summary>
    NeedsReason,
}

/// <summary>The transitions of a deal: which are allowed, what each requires, and the default probability of each stage.</summary>
public static class DealStageMachine
{
    private const DealStageMove N = DealStageMove.No, S = DealStageMove.Stay, Y = DealStageMove.Yes, L = DealStageMove.NeedsLossReason,
        R = DealStageMove.NeedsReason;

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

    /// <summary>The stages that a deal in <paramref name="from"/> can change to.</summary>
    public static IReadOnlyList<DealStage> Allowed(DealStage from) =>
        [.. Stages.Where(to => Move(from, to) is not (DealStageMove.No or DealStageMove.Stay))];

    /// <summary>The probability, in percent, that a deal gets when it enters the stage. Null: unchanged.</summary>
    public static int? DefaultProbability(DealStage stage) => Probabilities[(int)stage];

    public static bool IsClosed(DealStage stage) => stage is DealStage.ClosedWon or DealStage.ClosedLost;
}
