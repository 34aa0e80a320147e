using Crm.Domain.Leads;
using static Crm.Domain.Common.LeadStatus;

namespace Crm.Domain.Tests.Leads;

public sealed class LeadStatusMachineTests
{
    /// <summary>The open statuses in order. Skipping a status is allowed.</summary>
    private static readonly LeadStatus[] Open = [New, Contacted, Interested, Qualified];
    private static readonly LeadStatus[] Aside = [Nurturing, NotInterested, Dead];

    /// <summary>A second implementation of the status rules. The state machine must agree with it for each pair of statuses.</summary>
    private static LeadStatusMove Expected(LeadStatus from, LeadStatus to)
    {
        if (from == to)
            return LeadStatusMove.Stay;
        if (from == Converted)
            return LeadStatusMove.No;
        if (to == Converted)
            return LeadStatusMove.ByConversion;
        if (Aside.Contains(from))
            return to is New or Nurturing ? LeadStatusMove.Yes : LeadStatusMove.No;
        return Aside.Contains(to) || Array.IndexOf(Open, to) > Array.IndexOf(Open, from) ? LeadStatusMove.Yes : LeadStatusMove.No;
    }

    [Test]
    public void Each_transition_follows_the_rules([Values] LeadStatus from, [Values] LeadStatus to) =>
        Assert.That(LeadStatusMachine.Move(from, to), Is.EqualTo(Expected(from, to)));

    [Test]
    public void Allowed_has_exactly_the_possible_statuses([Values] LeadStatus from) =>
        Assert.That(LeadStatusMachine.Allowed(from),
            Is.EqualTo(Enum.GetValues<LeadStatus>().Where(to => Expected(from, to) == LeadStatusMove.Yes)));
}
