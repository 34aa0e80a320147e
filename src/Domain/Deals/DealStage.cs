namespace Crm.Domain.Deals;

/// <summary>The stages of a deal, in the order of the pipeline.</summary>
public enum DealStage
{
    Prospecting,
    Qualifying,
    Proposing,
    Negotiating,
    FollowUp,
    ClosedWon,
    ClosedLost,
    OnHold,
}
