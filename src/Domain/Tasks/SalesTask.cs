namespace Crm.Domain.Tasks;

/// <summary>A task: something to do for somebody.</summary>
/// <remarks>The prefix avoids a conflict with <c>System.Threading.Tasks.Task</c>.</remarks>
public sealed class SalesTask : AggregateRoot, IDerived, IDeletable, IRestorable
{
    private SalesTask()
    {
    }

    private SalesTask(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public SalesTaskDetails Details { get; private set; } = new();
    public SalesTaskStatus Status { get; private set; }

    /// <summary>The due date as an instant: the last of the day in the assignee's time zone, or in the creator's if there is no
    /// assignee.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The start date as an instant: the first of the day in the same time zone.</summary>
    public DateTimeOffset? StartAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public Guid? AssigneeId { get; private set; }
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>The subjects.</summary>
    public ActivityLinks Links => new(ContactId, DealId, CompanyId, LeadId);

    /// <param name="id">A UUIDv7.</param>
    /// <param name="input">The fields, the status, the assignee and the subjects.</param>
    /// <param name="creatorId">The acting user.</param>
    /// <param name="createdAt">The creation time: now, or an earlier time for an imported record.</param>
    /// <param name="now">The current time.</param>
    public static Result<SalesTask> Create(Guid id, SalesTaskInput input, Guid creatorId, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var status = input.Status ?? SalesTaskStatus.Pending;
        if (!TaskStatusMachine.IsOpen(status))
            return SalesTaskErrors.CreatedClosed;
        if (Check(input).CheckPast(nameof(CreatedAt), createdAt, now).Error is { } invalid)
            return invalid;
        var task = new SalesTask(id, createdAt) { Status = status, CreatorId = creatorId };
        task.Apply(input);
        task.Raise(new TaskCreated(id, task.Links, task.AssigneeId, now));
        return task;
    }

    /// <summary>Replaces the writable fields. An absent status stays unchanged.</summary>
    public Result Update(SalesTaskInput input, DateTimeOffset now)
    {
        // The time zone may have changed since the dates were given; they can be put back.
        var sameDates = input.Details.DueDate == Details.DueDate && input.Details.StartDate == Details.StartDate;
        if ((sameDates ? new FieldFaults().Check(SalesTaskDetails.Rules, input.Details) : Check(input)).Error is { } invalid)
            return invalid;
        var status = input.Status ?? Status;
        if (status != Status && !TaskStatusMachine.Allows(Status, status))
            return SalesTaskErrors.TransitionNotAllowed(Status, status);
        Apply(input);
        Raise(new TaskUpdated(Id, now));
        return MoveTo(status, now);
    }

    /// <summary>Completes the task. A completed task stays unchanged.</summary>
    /// <param name="actualDuration">In minutes. Null: unchanged.</param>
    /// <param name="outcome">The outcome. Null: unchanged.</param>
    /// <param name="now">The current time.</param>
    /// <param name="at">When it was done. Null: now.</param>
    public Result Complete(int? actualDuration, string? outcome, DateTimeOffset now, DateTimeOffset? at = null)
    {
        var details = Details with { ActualDuration = actualDuration ?? Details.ActualDuration, Outcome = outcome ?? Details.Outcome };
        if (new FieldFaults().Check(SalesTaskDetails.Rules, details).CheckPast(nameof(at), at, now).Error is { } invalid)
            return invalid;
        if (Status == SalesTaskStatus.Completed)
            return at is null || at == CompletedAt ? Result.Ok : SalesTaskErrors.AlreadyCompleted;
        if (!TaskStatusMachine.Allows(Status, SalesTaskStatus.Completed))
            return SalesTaskErrors.TransitionNotAllowed(Status, SalesTaskStatus.Completed);
        Details = details;
        return MoveTo(SalesTaskStatus.Completed, now, at);
    }

    /// <summary>Assigns the task to a user.</summary>
    /// <param name="assigneeId">The user.</param>
    /// <param name="zone">The user's time zone.</param>
    /// <param name="now">The current time.</param>
    public void Assign(Guid assigneeId, Zone zone, DateTimeOffset now)
    {
        AssigneeId = assigneeId;
        SetInstants(zone);
        Raise(new TaskUpdated(Id, now));
    }

    /// <summary>Adds the contact and the deal of the converted lead as subjects, unless others are set.</summary>
    public void LinkTo(Guid contactId, Guid? dealId, DateTimeOffset now)
    {
        ContactId ??= contactId;
        DealId ??= dealId;
        Raise(new TaskUpdated(Id, now));
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new TaskDeleted(Id, now));
    }

    /// <summary>Restores the task from the trash. A live task stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new TaskRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName) => SearchText = Folding.SearchText(Details.Title, Details.Description);

    /// <summary>A date and an instant can only be compared in the time zone of the task.</summary>
    private static FieldFaults Check(SalesTaskInput input)
    {
        var faults = new FieldFaults().Check(SalesTaskDetails.Rules, input.Details);
        var (due, start) = (input.Details.DueDate?.LastIn(input.Zone), input.Details.StartDate?.StartIn(input.Zone));
        return faults.Error is null
            ? faults.CheckThat(!(due < start), nameof(SalesTaskDetails.DueDate), "must not be before startDate.")
            : faults;
    }

    private void SetInstants(Zone zone) => (DueAt, StartAt) = (Details.DueDate?.LastIn(zone), Details.StartDate?.StartIn(zone));

    private void Apply(SalesTaskInput input)
    {
        Details = input.Details;
        SetInstants(input.Zone);
        AssigneeId = input.AssigneeId;
        (ContactId, DealId, CompanyId, LeadId) = input.Links;
        DeriveTexts(null);
    }

    private Result MoveTo(SalesTaskStatus status, DateTimeOffset now, DateTimeOffset? at = null)
    {
        if (status == Status)
            return Result.Ok;
        if (!TaskStatusMachine.Allows(Status, status))
            return SalesTaskErrors.TransitionNotAllowed(Status, status);
        Raise(new TaskStatusChanged(Id, Status, status, now));
        Status = status;
        CompletedAt = status == SalesTaskStatus.Completed ? at ?? now : null;
        if (status == SalesTaskStatus.Completed)
            Raise(new TaskCompleted(Id, Links, at ?? now));
        return Result.Ok;
    }
}

/// <summary>The writable fields of a task.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Status">Null: PENDING on creation, otherwise unchanged.</param>
/// <param name="AssigneeId">The assignee.</param>
/// <param name="Links">The subjects.</param>
/// <param name="Zone">The time zone of the dates: the assignee's, or the creator's if there is no assignee.</param>
public sealed record SalesTaskInput(
    SalesTaskDetails Details, SalesTaskStatus? Status, Guid? AssigneeId, ActivityLinks Links, Zone Zone);
