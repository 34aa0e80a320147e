namespace Crm.Domain.Communications;

public static class CommunicationErrors
{
    public static readonly Error ParentInTrash = Error.Conflict(
        "communication_parent_in_trash", "All subjects of the communication are in the trash; restore one of them first.");

    public static readonly Error CreatedLate = Error.Invalid(
        "communication_created_late",
        "An outbound communication starts as DRAFT or SENT, or SCHEDULED by scheduled; create it, then change its status.").At("status");

    public static readonly Error InboundStatus = Error.Invalid(
        "inbound_is_delivered", "An inbound communication is recorded as DELIVERED; leave status out.").At("status");

    public static readonly Error InboundNotScheduled = Error.Invalid(
        "inbound_not_scheduled", "Only an outbound communication can be scheduled.").At("scheduled");

    public static readonly Error DraftNotInbound = Error.Conflict(
        "draft_not_inbound", "A draft is outbound; record what came in as a communication of its own.").At("direction");

    public static readonly Error ScheduleNotAhead = Error.Invalid(
        "schedule_not_ahead", "scheduledFor must be in the future where the communication is scheduled.").At("scheduledFor");

    public static readonly Error AddressMissing = Error.Invalid(
        "email_address_missing", "A scheduled e-mail needs a contact or a lead with an e-mail address.").At("contactId");

    public static readonly Error ReplyToItself = Error.Invalid(
        "reply_to_itself", "inReplyToId must not lead back to this communication; name an earlier one.").At("inReplyToId");

    public static readonly Error ReplyToOtherSubject = Error.Invalid(
        "reply_to_other_subject", "A reply has a subject of the communication that it answers; name one of its subjects too.")
            .At("inReplyToId");

    public static readonly Error MessageIdOfService = Error.Invalid(
        "message_id_of_service", "The messageId of an e-mail that is still to be sent is set when it is sent; leave it out.")
            .At("messageId");

    public static readonly Error BeingSent = Error.Conflict(
        "communication_being_sent", "The communication is being sent; try again shortly.") with
    { RetryAfterSeconds = 60 };

    public static readonly Error AtInFuture = Error.Invalid("at_in_future", "at must not be in the future.").At("at");

    public static readonly Error AtBeforeSending = Error.Invalid(
        "at_before_sending", "at belongs to a communication that took place: give direction INBOUND or status SENT, or leave at out.")
            .At("at");

    public static readonly Error ReasonWithoutFailure = Error.Invalid(
        "reason_without_failure", "failureReason belongs to FAILED; leave it out.").At("failureReason");

    /// <param name="field">The member that names the person.</param>
    /// <param name="why">What forbids it.</param>
    public static Error DoNotContact(string field, string why) => Error.Conflict(
        "do_not_contact", $"The {(field == "leadId" ? "lead" : "contact")} must not be approached over this channel: {why}.").At(field);

    public static Error Sent(string field) => Error.Conflict(
        "communication_sent", $"{field} cannot change any more: the communication is neither a draft nor scheduled.").At(field);

    public static Error BeforeLastStep(DateTimeOffset last) => Error.Invalid(
        "before_last_step", $"at must not be before the communication's last transition, {last.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}.")
            .At("at");

    public static Error AfterNextStep(DateTimeOffset next) => Error.Invalid(
        "after_next_step", $"at must not be after the communication's next transition, {next.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}.")
            .At("at");

    public static Error StatusHasNoTime(CommunicationStatus status) => Error.Invalid(
        "status_has_no_time",
        $"The communication is already {EnumText<CommunicationStatus>.Of(status)}, a status whose time is not kept; leave at out.")
            .At("at");

    public static Error TransitionNotAllowed(CommunicationStatus from, CommunicationStatus to) =>
        TransitionErrors.NotAllowed("communication", from, to, CommunicationStatusMachine.Allowed(from));
}
