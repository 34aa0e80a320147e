using Crm.Domain.Deals;
using static Crm.Domain.Deals.DealStage;

namespace Crm.Domain.Tests.Deals;

public sealed class DealStageMachineTests
{
    private static readonly DealStage[] Open = [Prospecting, Qualifying, Proposing, Negotiating, FollowUp];

    /// <summary>A second implementation of the stage rules. The state machine must agree with it for each pair of stages.</summary>
    private static DealStageMove Expected(DealStage from, DealStage to)
    {
        if (from == to)
            return DealStageMove.Stay;
        if (Open.Contains(from))
            return to == ClosedLost ? DealStageMove.NeedsLossReason : DealStageMove.Yes;
        if (from == OnHold)
            return to switch { ClosedWon => DealStageMove.No, ClosedLost => DealStageMove.NeedsLossReason, _ => DealStageMove.Yes };
        return Open.Contains(to) ? DealStageMove.NeedsReason : DealStageMove.No;
    }

    [Test]
    public void Each_transition_follows_the_rules([Values] DealStage from, [Values] DealStage to) =>
        Assert.That(DealStageMachine.Move(from, to), Is.EqualTo(Expected(from, to)));

    [Test]
    public void Allowed_has_exactly_the_possible_transitions([Values] DealStage from) =>
        Assert.That(DealStageMachine.Allowed(from),
            Is.EqualTo(Enum.GetValues<DealStage>().Where(to => Expected(from, to) is not (DealStageMove.No or DealStageMove.Stay))));

    [TestCase(Prospecting, 10)]
    [TestCase(Qualifying, 20)]
    [TestCase(Proposing, 50)]
    [TestCase(Negotiating, 80)]
    [TestCase(FollowUp, 90)]
    [TestCase(ClosedWon, 100)]
    [TestCase(ClosedLost, 0)]
    [TestCase(OnHold, null)]
    public void Each_stage_has_its_probability(DealStage stage, int? probability) =>
        Assert.That(DealStageMachine.DefaultProbability(stage), Is.EqualTo(probability));

    [Test]
    public void Two_stages_are_closed() =>
        Assert.That(DealStageMachine.Stages.Where(DealStageMachine.IsClosed), Is.EqualTo(new[] { ClosedWon, ClosedLost }));
}
