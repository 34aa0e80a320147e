using Crm.Domain.Tasks;
using static Crm.Domain.Tasks.SalesTaskStatus;

namespace Crm.Domain.Tests.Tasks;

public sealed class TaskStatusMachineTests
{
    /// <summary>What the rules say, one after the other; the table must agree in each of its fields.</summary>
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
    public void Each_move_of_the_matrix_is_as_the_rules_say([Values] SalesTaskStatus from, [Values] SalesTaskStatus to)
    {
        Assert.That(TaskStatusMachine.Allows(from, to), Is.EqualTo(Expected(from, to)));

        var task = SalesTaskTests.In(from);
        var moved = task.Update(SalesTaskTests.Input with { Status = to }, Given.Now.AddHours(1));
        if (from != to && !Expected(from, to))
        {
            var refused = moved.Fails("transition_not_allowed", Crm.Domain.Common.ErrorKind.Conflict);
            Assert.That(refused!.Details!["allowed"], Is.EqualTo(TaskStatusMachine.Allowed(from).Select(Crm.Domain.Common.EnumText<SalesTaskStatus>.Of)));
            Assert.That(task.Status, Is.EqualTo(from));
            return;
        }

        moved.Succeeds();
        Assert.That(task.Status, Is.EqualTo(to));
        Assert.That(task.CompletedAt, to != Completed ? Is.Null : Is.EqualTo(from == to ? Given.Now : Given.Now.AddHours(1)));
    }

    [Test]
    public void Allowed_lists_exactly_the_moves_that_go_somewhere([Values] SalesTaskStatus from) =>
        Assert.That(TaskStatusMachine.Allowed(from), Is.EqualTo(Enum.GetValues<SalesTaskStatus>().Where(to => Expected(from, to))));

    [Test]
    public void Three_are_open() =>
        Assert.That(Enum.GetValues<SalesTaskStatus>().Where(TaskStatusMachine.IsOpen), Is.EqualTo(new[] { Pending, InProgress, Deferred }));
}
