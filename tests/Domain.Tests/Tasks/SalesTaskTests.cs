using Crm.Domain.Tasks;

namespace Crm.Domain.Tests.Tasks;

public sealed class SalesTaskTests
{
    internal static readonly SalesTaskInput Input = new(
        new SalesTaskDetails { Title = "Call Łódź", Description = "About the offer" }, null, Given.Owner, ActivityLinks.None with { ContactId = Given.By });

    internal static SalesTask In(SalesTaskStatus status)
    {
        var task = SalesTask.Create(
            Given.Id, Input with { Status = TaskStatusMachine.IsOpen(status) ? status : null }, Given.By, Given.Now, Given.Now).Value;
        if (!TaskStatusMachine.IsOpen(status))
            task.Update(Input with { Status = status }, Given.Now).Succeeds();
        task.ClearEvents();
        return task;
    }

    [Test]
    public void It_starts_pending_or_in_another_open_status([Values] SalesTaskStatus status)
    {
        var made = SalesTask.Create(Given.Id, Input with { Status = status }, Given.By, Given.Now, Given.Now);
        if (!TaskStatusMachine.IsOpen(status))
        {
            made.Fails("task_created_closed", ErrorKind.Invalid, "status");
            return;
        }

        Assert.That((made.Value.Status, made.Value.CreatorId, made.Value.AssigneeId), Is.EqualTo((status, Given.By, (Guid?)Given.Owner)));
        Assert.That(made.Value.SearchText, Does.Contain("lodz").And.Contains("offer"));
        Assert.That(SalesTask.Create(Given.Id, Input, Given.By, Given.Now, Given.Now).Value.Status, Is.EqualTo(SalesTaskStatus.Pending));
    }

    [Test]
    public void Completing_sets_what_is_given_and_tells_what_it_was_about()
    {
        var task = In(SalesTaskStatus.InProgress);
        task.Complete(15, null, Given.Now.AddHours(2)).Succeeds();
        Assert.That((task.Status, task.CompletedAt, task.Details.ActualDuration, task.Details.Outcome), Is.EqualTo((SalesTaskStatus.Completed, (DateTimeOffset?)Given.Now.AddHours(2), (int?)15, (string?)null)));
        Assert.That(task.Events.OfType<TaskCompleted>().Single(), Is.EqualTo(new TaskCompleted(Given.Id, Input.Links, Given.Now.AddHours(2))));
        task.ClearEvents();

        task.Complete(99, "again", Given.Now.AddHours(3)).Succeeds();
        Assert.That((task.CompletedAt, task.Details.ActualDuration, task.Details.Outcome, task.Events.Count), Is.EqualTo(((DateTimeOffset?)Given.Now.AddHours(2), (int?)15, (string?)null, 0)));
    }

    [TestCase(SalesTaskStatus.Cancelled)]
    [TestCase(SalesTaskStatus.Deferred)]
    public void What_is_put_off_or_given_up_is_not_completed(SalesTaskStatus status)
    {
        var task = In(status);
        task.Complete(null, null, Given.Now).Fails("transition_not_allowed", ErrorKind.Conflict);
        Assert.That(task.Status, Is.EqualTo(status));
    }

    [Test]
    public void An_absent_status_stays_and_reopening_clears_when_it_was_done()
    {
        var task = In(SalesTaskStatus.Completed);
        task.Update(Input, Given.Now.AddDays(1)).Succeeds();
        Assert.That((task.Status, task.CompletedAt), Is.EqualTo((SalesTaskStatus.Completed, (DateTimeOffset?)Given.Now)));
        task.Update(Input with { Status = SalesTaskStatus.Pending }, Given.Now.AddDays(1)).Succeeds();
        Assert.That((task.Status, task.CompletedAt), Is.EqualTo((SalesTaskStatus.Pending, (DateTimeOffset?)null)));
    }

    [Test]
    public void It_is_given_to_somebody_or_to_nobody()
    {
        var task = In(SalesTaskStatus.Pending);
        task.Assign(Given.By, Given.Now);
        Assert.That(task.AssigneeId, Is.EqualTo(Given.By));
        task.Assign(null, Given.Now);
        Assert.That(task.AssigneeId, Is.Null);
        Assert.That(task.Events.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(TaskUpdated), typeof(TaskUpdated) }));
    }

    [Test]
    public void It_goes_to_the_trash_and_comes_back()
    {
        var task = In(SalesTaskStatus.Pending);
        task.Restore(Given.Now);
        Assert.That(task.Events, Is.Empty);
        task.Delete(Given.Now);
        Assert.That(task.DeletedAt, Is.EqualTo(Given.Now));
        task.Restore(Given.Now);
        Assert.That(task.DeletedAt, Is.Null);
    }
}
