using Crm.Domain.Tasks;

namespace Crm.Domain.Tests.Tasks;

public sealed class SalesTaskTests
{
    internal static readonly SalesTaskInput Input = new(
        new SalesTaskDetails { Title = "Call Łódź", Description = "About the offer" }, null, Given.Owner,
        ActivityLinks.None with { ContactId = Given.By }, Zone.Utc);

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
        var created = SalesTask.Create(Given.Id, Input with { Status = status }, Given.By, Given.Now, Given.Now);
        if (!TaskStatusMachine.IsOpen(status))
        {
            created.Fails("task_created_closed", ErrorKind.Invalid, "status");
            return;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Value.Status, Is.EqualTo(status));
            Assert.That(created.Value.CreatorId, Is.EqualTo(Given.By));
            Assert.That(created.Value.AssigneeId, Is.EqualTo(Given.Owner));
        }

        Assert.That(created.Value.SearchText, Does.Contain("lodz").And.Contains("offer"));
        Assert.That(SalesTask.Create(Given.Id, Input, Given.By, Given.Now, Given.Now).Value.Status, Is.EqualTo(SalesTaskStatus.Pending));
    }

    [Test]
    public void Completing_sets_the_given_fields_and_raises_an_event_with_the_subjects()
    {
        var task = In(SalesTaskStatus.InProgress);
        task.Complete(15, null, Given.Now.AddHours(2)).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Status, Is.EqualTo(SalesTaskStatus.Completed));
            Assert.That(task.CompletedAt, Is.EqualTo(Given.Now.AddHours(2)));
            Assert.That(task.Details.ActualDuration, Is.EqualTo(15));
            Assert.That(task.Details.Outcome, Is.Null);
        }

        Assert.That(task.Events.OfType<TaskCompleted>().Single(),
            Is.EqualTo(new TaskCompleted(Given.Id, Input.Links, Given.Now.AddHours(2))));
        task.ClearEvents();

        task.Complete(99, "again", Given.Now.AddHours(3)).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.CompletedAt, Is.EqualTo(Given.Now.AddHours(2)));
            Assert.That(task.Details.ActualDuration, Is.EqualTo(15));
            Assert.That(task.Details.Outcome, Is.Null);
            Assert.That(task.Events.Count, Is.Zero);
        }
    }

    [TestCase(SalesTaskStatus.Cancelled)]
    [TestCase(SalesTaskStatus.Deferred)]
    public void Deferred_and_cancelled_tasks_cannot_be_completed(SalesTaskStatus status)
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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Status, Is.EqualTo(SalesTaskStatus.Completed));
            Assert.That(task.CompletedAt, Is.EqualTo(Given.Now));
        }

        task.Update(Input with { Status = SalesTaskStatus.Pending }, Given.Now.AddDays(1)).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Status, Is.EqualTo(SalesTaskStatus.Pending));
            Assert.That(task.CompletedAt, Is.Null);
        }
    }

    [Test]
    public void Its_date_is_due_at_the_end_of_the_assignees_day()
    {
        var dated = Input with { Details = Input.Details with { DueDate = DateOrInstant.Of(new DateOnly(2026, 11, 28)) } };
        var task = SalesTask.Create(Given.Id, dated, Given.By, Given.Now, Given.Now).Value;
        Assert.That(task.DueAt, Is.EqualTo(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(-1)));
        task.ClearEvents();
        task.Assign(Given.By, Zone.Find("Asia/Tokyo")!, Given.Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.AssigneeId, Is.EqualTo(Given.By));
            Assert.That(task.DueAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 15, 0, 0, TimeSpan.Zero).AddMicroseconds(-1)));
            Assert.That(task.Events.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(TaskUpdated) }));
        }
    }

    [Test]
    public void It_can_be_completed_in_the_past_once()
    {
        var task = In(SalesTaskStatus.Pending);
        task.Complete(null, null, Given.Now, Given.Now.AddMicroseconds(1)).Fails("validation_failed", ErrorKind.Invalid, "at");
        task.Complete(null, null, Given.Now, Given.Now.AddDays(-1)).Succeeds();
        Assert.That(task.CompletedAt, Is.EqualTo(Given.Now.AddDays(-1)));
        task.Complete(null, null, Given.Now, Given.Now.AddDays(-1)).Succeeds();
        task.Complete(null, null, Given.Now, Given.Now.AddDays(-2)).Fails("task_already_completed", ErrorKind.Conflict, "at");
    }

    [Test]
    public void It_is_deleted_and_restored()
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
