namespace Crm.Domain.Tasks;

/// <summary>Something that somebody is to do. Named so because the platform has a Task of its own.</summary>
public sealed class SalesTask : AggregateRoot, IDeletable, IRestorable
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
    public DateTimeOffset? CompletedAt { get; private set; }
    public Guid? AssigneeId { get; private set; }
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>What it is about.</summary>
    public ActivityLinks Links => new(ContactId, DealId, CompanyId, LeadId);

    /// <param name="id">A UUIDv7.</param>
    /// <param name="terms">Fields, status, assignee and what it is about.</param>
    /// <param name="creatorId">The acting user.</param>
    /// <param name="createdAt">Now, or an earlier moment where the caller imports.</param>
    /// <param name="now">The present moment.</param>
    public static Result<SalesTask> Create(Guid id, SalesTaskInput terms, Guid creatorId, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var status = terms.Status ?? SalesTaskStatus.Pending;
        if (!TaskStatusMachine.IsOpen(status))
            return SalesTaskErrors.CreatedClosed;
        var faults = new FieldFaults().Check(SalesTaskDetails.Rules, terms.Details).CheckPast(nameof(CreatedAt), createdAt, now);
        if (faults.Error is { } invalid)
            return invalid;
        var task = new SalesTask(id, createdAt) { Status = status, CreatorId = creatorId };
        task.Take(terms);
        task.Raise(new TaskCreated(id, task.Links, task.AssigneeId, now));
        return task;
    }

    /// <summary>Replaces what a user may write; an absent status stays what it is.</summary>
    public Result Update(SalesTaskInput terms, DateTimeOffset now)
    {
        if (FieldFaults.In(SalesTaskDetails.Rules, terms.Details) is { } invalid)
            return invalid;
        var status = terms.Status ?? Status;
        if (status != Status && !TaskStatusMachine.Allows(Status, status))
            return SalesTaskErrors.TransitionNotAllowed(Status, status);
        Take(terms);
        Raise(new TaskUpdated(Id, now));
        return MoveTo(status, now);
    }

    /// <summary>Done; one that is done already stays as it is.</summary>
    /// <param name="actualDuration">Minutes; null: as it is.</param>
    /// <param name="outcome">What came of it; null: as it is.</param>
    /// <param name="now">The present moment.</param>
    public Result Complete(int? actualDuration, string? outcome, DateTimeOffset now)
    {
        if (Status == SalesTaskStatus.Completed)
            return Result.Ok;
        var details = Details with { ActualDuration = actualDuration ?? Details.ActualDuration, Outcome = outcome ?? Details.Outcome };
        if (FieldFaults.In(SalesTaskDetails.Rules, details) is { } invalid)
            return invalid;
        Details = details;
        return MoveTo(SalesTaskStatus.Completed, now);
    }

    /// <summary>Gives the task to somebody, or to nobody.</summary>
    public void Assign(Guid? assigneeId, DateTimeOffset now)
    {
        AssigneeId = assigneeId;
        Raise(new TaskUpdated(Id, now));
    }

    /// <summary>Its lead was converted: where it names no contact or deal yet, it is about the lead's, too.</summary>
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

    /// <summary>Brings the task back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new TaskRestored(Id, now));
    }

    private void Take(SalesTaskInput terms)
    {
        Details = terms.Details;
        AssigneeId = terms.AssigneeId;
        (ContactId, DealId, CompanyId, LeadId) = terms.Links;
        SearchText = Folding.SearchText(Details.Title, Details.Description);
    }

    private Result MoveTo(SalesTaskStatus status, DateTimeOffset now)
    {
        if (status == Status)
            return Result.Ok;
        if (!TaskStatusMachine.Allows(Status, status))
            return SalesTaskErrors.TransitionNotAllowed(Status, status);
        Raise(new TaskStatusChanged(Id, Status, status, now));
        Status = status;
        CompletedAt = status == SalesTaskStatus.Completed ? now : null;
        if (status == SalesTaskStatus.Completed)
            Raise(new TaskCompleted(Id, Links, now));
        return Result.Ok;
    }
}

/// <summary>What a user may write on a task.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Status">Null: PENDING on creation, later the present one.</param>
/// <param name="AssigneeId">Who is to do it.</param>
/// <param name="Links">What it is about.</param>
public sealed record SalesTaskInput(SalesTaskDetails Details, SalesTaskStatus? Status, Guid? AssigneeId, ActivityLinks Links);
