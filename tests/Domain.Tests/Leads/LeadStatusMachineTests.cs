using Crm.Domain.Leads;
using static Crm.Domain.Common.LeadStatus;

namespace Crm.Domain.Tests.Leads;

public sealed class LeadStatusMachineTests
{
    /// <summary>One after the other; jumps forward are fine.</summary>
    private static readonly LeadStatus[] Open = [New, Contacted, Interested, Qualified];
    private static readonly LeadStatus[] Aside = [Nurturing, NotInterested, Dead];

    /// <summary>What the rules of the sales process say, one after the other; the table must agree in each of its fields.</summary>
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
    public void Each_move_of_the_matrix_is_as_the_rules_say([Values] LeadStatus from, [Values] LeadStatus to) =>
        Assert.That(LeadStatusMachine.Move(from, to), Is.EqualTo(Expected(from, to)));

    [Test]
    public void Allowed_lists_exactly_the_statuses_that_can_be_given([Values] LeadStatus from) =>
        Assert.That(LeadStatusMachine.Allowed(from), Is.EqualTo(Enum.GetValues<LeadStatus>().Where(to => Expected(from, to) == LeadStatusMove.Yes)));
}
