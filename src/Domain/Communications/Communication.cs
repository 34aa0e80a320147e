namespace Crm.Domain.Communications;

/// <summary>A message or a conversation with a contact or a lead.</summary>
public sealed class Communication : AggregateRoot, IDerived, IRestorable
{
    /// <summary>The statuses whose times are kept, in order.</summary>
    private static readonly CommunicationStatus[] Timed =
        [CommunicationStatus.Sent, CommunicationStatus.Delivered, CommunicationStatus.Opened, CommunicationStatus.Responded];

    private Communication()
    {
    }

    private Communication(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<Communication> Rules { get; } = FieldRules.For<Communication>(f =>
    {
        f.Text(c => c.FailureReason);
    });


    public CommunicationDetails Details { get; private set; } = new();
    public CommunicationStatus Status { get; private set; }

    /// <summary>Whether the dispatcher sends it at <see cref="ScheduledFor"/>.</summary>
    public bool Scheduled { get; private set; }
    public DateTimeOffset? ScheduledFor { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? RespondedAt { get; private set; }

    /// <summary>The reason of the failure.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>Whether it may have been sent twice, because the service stopped between sending and recording.</summary>
    public bool PossiblySentTwice { get; private set; }
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }

    /// <summary>The communication that this one answers.</summary>
    public Guid? InReplyToId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>The subjects.</summary>
    public ActivityLinks Links => new(ContactId, DealId, CompanyId, LeadId);

    /// <summary>
    /// An inbound communication is recorded as delivered. An outbound one is a draft, or scheduled, or sent if a user did it by hand.
    /// </summary>
    /// <param name="id">A UUIDv7.</param>
    /// <param name="input">The fields, the schedule and the subjects.</param>
    /// <param name="status">The requested status. Null: derived from the input.</param>
    /// <param name="creatorId">The acting user.</param>
    /// <param name="createdAt">The time of the record: now, or an earlier time.</param>
    /// <param name="now">The current time.</param>
    /// <param name="at">When it took place. Null: when it was created.</param>
    public static Result<Communication> Create(
        Guid id, CommunicationInput input, CommunicationStatus? status, Guid creatorId, DateTimeOffset createdAt, DateTimeOffset now,
        DateTimeOffset? at = null)
    {
        var faults = new FieldFaults().Check(CommunicationDetails.Rules, input.Details).CheckPast(nameof(CreatedAt), createdAt, now)
            .CheckPast(nameof(at), at, now);
        if (faults.Error is { } invalid)
            return invalid;
        var communication = new Communication(id, createdAt) { CreatorId = creatorId };
        if (communication.Start(input, status, at ?? createdAt, now).Error is { } error)
            return error;
        if (CommunicationStatusMachine.IsOpen(communication.Status) && input.Details.MessageId is not null)
            return CommunicationErrors.MessageIdOfService;
        if (at is not null && communication.SentAt is null)
            return CommunicationErrors.AtBeforeSending;
        communication.Apply(input);
        communication.Raise(new CommunicationCreated(id, communication.Status, communication.Links, now));
        if (communication.SentAt is { } sentAt)
            communication.Raise(new CommunicationTookPlace(id, communication.Links, sentAt, now));
        return communication;
    }

    /// <summary>Replaces the writable fields. Once the communication has left draft and scheduled, only outcome, duration, metadata and
    /// subjects can change.</summary>
    public Result Update(CommunicationInput input, DateTimeOffset now)
    {
        if (FieldFaults.In(CommunicationDetails.Rules, input.Details) is { } invalid)
            return invalid;
        if (!CommunicationStatusMachine.IsOpen(Status))
        {
            if (ReadOnlyChange(input) is { } field)
                return CommunicationErrors.Sent(field);
        }
        else
        {
            if (input.Details.Direction == Direction.Inbound)
                return CommunicationErrors.DraftNotInbound;
            if (input.Scheduled && (!Scheduled || input.ScheduledFor != ScheduledFor) && !(input.ScheduledFor > now))
                return CommunicationErrors.ScheduleNotAhead;
            if (input.Details.MessageId is not null)
                return CommunicationErrors.MessageIdOfService;
            var status = input.Scheduled ? CommunicationStatus.Scheduled : CommunicationStatus.Draft;
            if (status != Status)
                Raise(new CommunicationStatusChanged(Id, Status, status, now, now));
            Status = status;
        }

        Apply(input);
        Raise(new CommunicationUpdated(Id, now));
        return Result.Ok;
    }

    /// <summary>
    /// Changes to a status that the state machine allows. The times of skipped statuses are set to the time of this change. A late event,
    /// for a status that the communication already has or has passed, corrects the time of that status.
    /// </summary>
    /// <param name="status">The new status.</param>
    /// <param name="at">When it happened. Null: now.</param>
    /// <param name="failureReason">The reason of the failure.</param>
    /// <param name="now">The current time.</param>
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
            return Correct(status, at, failureReason, now);
        if (move == CommunicationStatusMove.No)
            return CommunicationErrors.TransitionNotAllowed(Status, status);
        if (status == CommunicationStatus.Scheduled && !(ScheduledFor > now))
            return CommunicationErrors.ScheduleNotAhead;
        var last = RespondedAt ?? OpenedAt ?? DeliveredAt ?? SentAt;
        if (at < last)
            return CommunicationErrors.BeforeLastStep(last.Value);
        // If the clock was set back, the times stay in order.
        var when = at ?? (now < last ? last.Value : now);

        var from = Status;
        Status = status;
        if (status == CommunicationStatus.Failed)
            FailureReason = failureReason;
        else if (status == CommunicationStatus.Scheduled)
            Scheduled = true;
        else if (status != CommunicationStatus.Cancelled)
            SetMissingTimes(status, when);
        Raise(new CommunicationStatusChanged(Id, from, status, when, now));
        if (CommunicationStatusMachine.IsOpen(from) && SentAt is { } sent)
            Raise(new CommunicationTookPlace(Id, Links, sent, now));
        return Result.Ok;
    }

    /// <summary>Records the Message-ID of the e-mail that was sent.</summary>
    public void SetMessageId(string messageId) => Details = Details with { MessageId = messageId };

    /// <summary>Records that it was delivered a second time, because the outcome of the first attempt is unknown.</summary>
    public void MarkPossiblySentTwice() => PossiblySentTwice = true;

    /// <summary>Adds the contact and the deal of the converted lead as subjects, unless others are set.</summary>
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

    /// <summary>Restores the communication from the trash. A live communication stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new CommunicationRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName) => SearchText = Folding.SearchText(Details.Subject, Details.Content);

    /// <summary>Takes over what a repeated or late report says about a status that does not change.</summary>
    private Result Correct(CommunicationStatus status, DateTimeOffset? at, string? failureReason, DateTimeOffset now)
    {
        FailureReason = failureReason ?? FailureReason;
        if (at is not { } when)
            return Result.Ok;
        if (TimeOf(status) is not { } known)
            return CommunicationErrors.StatusHasNoTime(status);
        // An earlier status with the same time was skipped: its time was unknown, and moves along.
        var before = Timed.Where(s => s < status).Select(TimeOf).LastOrDefault(t => t != known);
        var after = Timed.Where(s => s > status).Select(TimeOf).FirstOrDefault();
        if (when < before)
            return CommunicationErrors.BeforeLastStep(before.Value);
        if (when > after)
            return CommunicationErrors.AfterNextStep(after.Value);
        if (when == known)
            return Result.Ok;
        foreach (var same in Timed.Where(s => s <= status && TimeOf(s) == known).ToArray())
            SetTime(same, when);
        Raise(new CommunicationUpdated(Id, now));
        return Result.Ok;
    }

    private DateTimeOffset? TimeOf(CommunicationStatus status) => status switch
    {
        CommunicationStatus.Sent => SentAt,
        CommunicationStatus.Delivered => DeliveredAt,
        CommunicationStatus.Opened => OpenedAt,
        CommunicationStatus.Responded => RespondedAt,
        _ => null,
    };

    private void SetTime(CommunicationStatus status, DateTimeOffset at) => _ = status switch
    {
        CommunicationStatus.Sent => SentAt = at,
        CommunicationStatus.Delivered => DeliveredAt = at,
        CommunicationStatus.Opened => OpenedAt = at,
        _ => RespondedAt = at,
    };

    private Result Start(CommunicationInput input, CommunicationStatus? status, DateTimeOffset at, DateTimeOffset now)
    {
        if (input.Details.Direction == Direction.Inbound)
        {
            if (input.Scheduled)
                return CommunicationErrors.InboundNotScheduled;
            if (status is not (null or CommunicationStatus.Delivered))
                return CommunicationErrors.InboundStatus;
            Status = CommunicationStatus.Delivered;
        }
        else if (input.Scheduled)
        {
            if (status is not (null or CommunicationStatus.Scheduled))
                return CommunicationErrors.CreatedLate;
            if (!(input.ScheduledFor > now))
                return CommunicationErrors.ScheduleNotAhead;
            Status = CommunicationStatus.Scheduled;
        }
        else
        {
            if (status is not (null or CommunicationStatus.Draft or CommunicationStatus.Sent))
                return CommunicationErrors.CreatedLate;
            Status = status ?? CommunicationStatus.Draft;
        }

        SetMissingTimes(Status, at);
        return Result.Ok;
    }

    /// <summary>Sets the missing times of all statuses up to this one.</summary>
    private void SetMissingTimes(CommunicationStatus status, DateTimeOffset at)
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

    /// <summary>The first member that the input would change although it is read-only now.</summary>
    private string? ReadOnlyChange(CommunicationInput input) => input switch
    {
        _ when input.Details.Type != Details.Type => "type",
        _ when input.Details.Subject != Details.Subject => "subject",
        _ when input.Details.Content != Details.Content => "content",
        _ when input.Details.ContentHtml != Details.ContentHtml => "contentHtml",
        _ when input.Details.MessageId != Details.MessageId => "messageId",
        _ when input.InReplyToId != InReplyToId => "inReplyToId",
        _ when input.Details.Direction != Details.Direction => "direction",
        _ when input.Scheduled != Scheduled => "scheduled",
        _ when input.ScheduledFor != ScheduledFor => "scheduledFor",
        _ => null,
    };

    private void Apply(CommunicationInput input)
    {
        Details = input.Details;
        (Scheduled, ScheduledFor) = (input.Scheduled, input.ScheduledFor);
        (ContactId, DealId, CompanyId, LeadId) = input.Links;
        InReplyToId = input.InReplyToId;
        DeriveTexts(null);
    }
}

/// <summary>The writable fields of a communication except its status.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Scheduled">Whether the dispatcher sends it.</param>
/// <param name="ScheduledFor">When the dispatcher sends it.</param>
/// <param name="Links">The subjects.</param>
/// <param name="InReplyToId">The communication that it answers.</param>
public sealed record CommunicationInput(
    CommunicationDetails Details, bool Scheduled, DateTimeOffset? ScheduledFor, ActivityLinks Links, Guid? InReplyToId = null);
