namespace Crm.Domain.Communications;

/// <summary>A message or a talk with a contact or a lead.</summary>
public sealed class Communication : AggregateRoot, IRestorable
{
    private Communication()
    {
    }

    private Communication(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>What its members may hold.</summary>
    public static FieldRules<Communication> Rules { get; } = FieldRules.For<Communication>(f =>
    {
        f.Text(c => c.FailureReason);
    });


    public CommunicationDetails Details { get; private set; } = new();
    public CommunicationStatus Status { get; private set; }

    /// <summary>Whether the dispatcher is to send it at <see cref="ScheduledFor"/>.</summary>
    public bool Scheduled { get; private set; }
    public DateTimeOffset? ScheduledFor { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? RespondedAt { get; private set; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>Whether it may have gone out twice, because the service was stopped between sending and recording.</summary>
    public bool PossiblySentTwice { get; private set; }
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>What it is about.</summary>
    public ActivityLinks Links => new(ContactId, DealId, CompanyId, LeadId);

    /// <summary>
    /// Inbound is recorded as delivered; outbound is a draft, scheduled where the terms say so, or sent where somebody did it by hand.
    /// </summary>
    /// <param name="id">A UUIDv7.</param>
    /// <param name="terms">Fields, schedule and what it is about.</param>
    /// <param name="status">As it was asked for; null: the one that follows from the terms.</param>
    /// <param name="creatorId">The acting user.</param>
    /// <param name="createdAt">Now, or an earlier moment where the caller imports: when it took place.</param>
    /// <param name="now">The present moment.</param>
    public static Result<Communication> Create(
        Guid id, CommunicationInput terms, CommunicationStatus? status, Guid creatorId, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var faults = new FieldFaults().Check(CommunicationDetails.Rules, terms.Details).CheckPast(nameof(CreatedAt), createdAt, now);
        if (faults.Error is { } invalid)
            return invalid;
        var communication = new Communication(id, createdAt) { CreatorId = creatorId };
        if (communication.Start(terms, status, createdAt, now).Error is { } error)
            return error;
        communication.Take(terms);
        communication.Raise(new CommunicationCreated(id, communication.Status, communication.Links, now));
        if (communication.SentAt is { } at)
            communication.Raise(new CommunicationTookPlace(id, communication.Links, at, now));
        return communication;
    }

    /// <summary>Replaces what a user may write; of what is neither draft nor scheduled, only what came of it and what it is about.</summary>
    public Result Update(CommunicationInput terms, DateTimeOffset now)
    {
        if (FieldFaults.In(CommunicationDetails.Rules, terms.Details) is { } invalid)
            return invalid;
        if (!CommunicationStatusMachine.IsOpen(Status))
        {
            if (Frozen(terms) is { } field)
                return CommunicationErrors.Sent(field);
        }
        else
        {
            if (terms.Details.Direction == Direction.Inbound)
                return CommunicationErrors.DraftNotInbound;
            if (terms.Scheduled && (!Scheduled || terms.ScheduledFor != ScheduledFor) && !(terms.ScheduledFor > now))
                return CommunicationErrors.ScheduleNotAhead;
            var status = terms.Scheduled ? CommunicationStatus.Scheduled : CommunicationStatus.Draft;
            if (status != Status)
                Raise(new CommunicationStatusChanged(Id, Status, status, now, now));
            Status = status;
        }

        Take(terms);
        Raise(new CommunicationUpdated(Id, now));
        return Result.Ok;
    }

    /// <summary>
    /// Moves to a status as the machine allows. Each time that was passed over and is still missing becomes the one of this step; a
    /// late event, of what it has gone beyond already, changes nothing.
    /// </summary>
    /// <param name="status">Where to.</param>
    /// <param name="at">When it happened; now when null.</param>
    /// <param name="failureReason">Why it failed.</param>
    /// <param name="now">The present moment.</param>
    public Result ChangeStatus(CommunicationStatus status, DateTimeOffset? at, string? failureReason, DateTimeOffset now)
    {
        if (new FieldFaults().Check(Rules, nameof(FailureReason), failureReason).Error is { } invalid)
            return invalid;
        if (at > now)
            return CommunicationErrors.AtInFuture;
        if (failureReason is not null && status != CommunicationStatus.Failed)
            return CommunicationErrors.ReasonWithoutFailure;
        var move = CommunicationStatusMachine.Move(Status, status);
        if (move == CommunicationStatusMove.Stay)
            return Result.Ok;
        if (move == CommunicationStatusMove.No)
            return CommunicationErrors.TransitionNotAllowed(Status, status);
        if (status == CommunicationStatus.Scheduled && !(ScheduledFor > now))
            return CommunicationErrors.ScheduleNotAhead;
        var last = RespondedAt ?? OpenedAt ?? DeliveredAt ?? SentAt;
        if (at < last)
            return CommunicationErrors.BeforeLastStep(last.Value);
        // A clock that stepped back must not turn the times round.
        var when = at ?? (now < last ? last.Value : now);

        var from = Status;
        Status = status;
        if (status == CommunicationStatus.Failed)
            FailureReason = failureReason;
        else if (status == CommunicationStatus.Scheduled)
            Scheduled = true;
        else if (status != CommunicationStatus.Cancelled)
            Fill(status, when);
        Raise(new CommunicationStatusChanged(Id, from, status, when, now));
        if (CommunicationStatusMachine.IsOpen(from) && SentAt is { } sent)
            Raise(new CommunicationTookPlace(Id, Links, sent, now));
        return Result.Ok;
    }

    /// <summary>It was handed over a second time because nobody knows how the first ended.</summary>
    public void MarkPossiblySentTwice() => PossiblySentTwice = true;

    /// <summary>Its lead was converted: where it names no contact or deal yet, it is about the lead's, too.</summary>
    public void LinkTo(Guid contactId, Guid? dealId, DateTimeOffset now)
    {
        ContactId ??= contactId;
        DealId ??= dealId;
        Raise(new CommunicationUpdated(Id, now));
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new CommunicationDeleted(Id, now));
    }

    /// <summary>Brings the communication back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new CommunicationRestored(Id, now));
    }

    private Result Start(CommunicationInput terms, CommunicationStatus? status, DateTimeOffset at, DateTimeOffset now)
    {
        if (terms.Details.Direction == Direction.Inbound)
        {
            if (terms.Scheduled)
                return CommunicationErrors.InboundNotScheduled;
            if (status is not (null or CommunicationStatus.Delivered))
                return CommunicationErrors.InboundStatus;
            Status = CommunicationStatus.Delivered;
        }
        else if (terms.Scheduled)
        {
            if (status is not (null or CommunicationStatus.Scheduled))
                return CommunicationErrors.CreatedLate;
            if (!(terms.ScheduledFor > now))
                return CommunicationErrors.ScheduleNotAhead;
            Status = CommunicationStatus.Scheduled;
        }
        else
        {
            if (status is not (null or CommunicationStatus.Draft or CommunicationStatus.Sent))
                return CommunicationErrors.CreatedLate;
            Status = status ?? CommunicationStatus.Draft;
        }

        Fill(Status, at);
        return Result.Ok;
    }

    /// <summary>Sets the times up to this status that are still missing.</summary>
    private void Fill(CommunicationStatus status, DateTimeOffset at)
    {
        if (status >= CommunicationStatus.Sent)
            SentAt ??= at;
        if (status >= CommunicationStatus.Delivered)
            DeliveredAt ??= at;
        if (status >= CommunicationStatus.Opened)
            OpenedAt ??= at;
        if (status >= CommunicationStatus.Responded)
            RespondedAt ??= at;
    }

    /// <summary>The first member that would change although it can no longer.</summary>
    private string? Frozen(CommunicationInput terms) => terms switch
    {
        _ when terms.Details.Type != Details.Type => "type",
        _ when terms.Details.Subject != Details.Subject => "subject",
        _ when terms.Details.Content != Details.Content => "content",
        _ when terms.Details.Direction != Details.Direction => "direction",
        _ when terms.Scheduled != Scheduled => "scheduled",
        _ when terms.ScheduledFor != ScheduledFor => "scheduledFor",
        _ => null,
    };

    private void Take(CommunicationInput terms)
    {
        Details = terms.Details;
        (Scheduled, ScheduledFor) = (terms.Scheduled, terms.ScheduledFor);
        (ContactId, DealId, CompanyId, LeadId) = terms.Links;
        SearchText = Folding.SearchText(Details.Subject, Details.Content);
    }
}

/// <summary>What a user may write on a communication, beside its status.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Scheduled">Whether the dispatcher is to send it.</param>
/// <param name="ScheduledFor">When.</param>
/// <param name="Links">What it is about.</param>
public sealed record CommunicationInput(CommunicationDetails Details, bool Scheduled, DateTimeOffset? ScheduledFor, ActivityLinks Links);
