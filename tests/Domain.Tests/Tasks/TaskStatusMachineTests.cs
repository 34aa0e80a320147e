using Crm.Domain.Tasks;
using static Crm.Domain.Tasks.SalesTaskStatus;

namespace Crm.Domain.Tests.Tasks;

public sealed class TaskStatusMachineTests
{
    /// <summary>A second implementation of the status rules. The state machine must agree with it for each pair of statuses.</summary>
    private static bool Expected(SalesTaskStatus from, SalesTaskStatus to)
    {
        if (from == to)
            return false;
        if (from is Completed or Cancelled)
            return to == Pending;
        if (from == Deferred)
            return to == Pending;
        if (from == InProgress)
            return to is Completed or Cancelled;
        return true;
    }

    [Test]
    public void Each_transition_follows_the_rules([Values] SalesTaskStatus from, [Values] SalesTaskStatus to)
    {
        Assert.That(TaskStatusMachine.Allows(from, to), Is.EqualTo(Expected(from, to)));

        var task = SalesTaskTests.In(from);
        var moved = task.Update(SalesTaskTests.Input with { Status = to }, Given.Now.AddHours(1));
        if (from != to && !Expected(from, to))
        {
            var rejected = moved.Fails("transition_not_allowed", Crm.Domain.Common.ErrorKind.Conflict);
            Assert.That(rejected!.Details!["allowed"],
                Is.EqualTo(TaskStatusMachine.Allowed(from).Select(Crm.Domain.Common.EnumText<SalesTaskStatus>.Of)));
            Assert.That(task.Status, Is.EqualTo(from));
            return;
        }

        moved.Succeeds();
        Assert.That(task.Status, Is.EqualTo(to));
        Assert.That(task.CompletedAt, to != Completed ? Is.Null : Is.EqualTo(from == to ? Given.Now : Given.Now.AddHours(1)));
    }

    [Test]
    public void Allowed_has_exactly_the_possible_transitions([Values] SalesTaskStatus from) =>
        Assert.That(TaskStatusMachine.Allowed(from), Is.EqualTo(Enum.GetValues<SalesTaskStatus>().Where(to => Expected(from, to))));

    [Test]
    public void Three_are_open() =>
        Assert.That(Enum.GetValues<SalesTaskStatus>().Where(TaskStatusMachine.IsOpen), Is.EqualTo(new[] { Pending, InProgress, Deferred }));
}
