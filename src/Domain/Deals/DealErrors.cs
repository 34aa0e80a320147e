namespace Crm.Domain.Deals;

public static class DealErrors
{
    public static readonly Error ProductNotFound = Error.NotFound("deal_product_not_found", "The deal has no such product line.");

    public static readonly Error CreatedClosed = Error.Invalid(
        "deal_created_closed", "A deal starts in an open stage or ON_HOLD; create it, then close it.").At("stage");

    public static readonly Error ValueFromProducts = Error.Conflict(
        "value_from_products", "The value is the sum of the product lines; change the lines instead.").At("value");

    public static readonly Error ValueTooLarge = Error.Invalid(
        "deal_value_too_large", $"The sum of the product lines must not exceed {Limits.MaxMoney}.").At("quantity");

    public static readonly Error TooManyProducts = Error.Conflict(
        "too_many_deal_products", $"A deal takes at most {Deal.MaxProducts} product lines; remove one first.");

    public static readonly Error LossReasonMissing = Error.Invalid(
        "loss_reason_missing", "lossReason is required to close a deal as lost.").At("lossReason");

    public static readonly Error ReasonMissing = Error.Invalid(
        "reason_missing", "reason is required to reopen a closed deal.").At("reason");

    public static readonly Error LossReasonOnWin = Error.Invalid(
        "loss_reason_on_win", "lossReason belongs to CLOSED_LOST; leave it out.").At("lossReason");

    public static readonly Error ClosingFieldsOnOpenStage = Error.Invalid(
        "closing_fields_on_open_stage", "actualCloseDate, closeReason and lossReason belong to the closed stages; leave them out.")
            .At("stage");

    public static readonly Error ClosedBeforeCreation = Error.Invalid(
        "closed_before_creation", "actualCloseDate must not be before the day the deal was created.").At("actualCloseDate");

    public static readonly Error CompanyInTrash = Error.Conflict(
        "deal_company_in_trash", "The deal's company is in the trash; restore it first.").At("companyId");

    public static readonly Error ContactInTrash = Error.Conflict(
        "deal_contact_in_trash", "The deal's primary contact is in the trash; restore it first.").At("primaryContactId");

    public static Error Closed(string field) => Error.Conflict(
        "deal_closed", $"The deal is closed; reopen it before changing {field}.").At(field);

    public static Error TransitionNotAllowed(DealStage from, DealStage to) =>
        TransitionErrors.NotAllowed("deal", from, to, DealStageMachine.Allowed(from));

    public static Error InFuture(string field) => Error.Invalid("date_in_future", $"{field} must not be in the future.").At(field);

    public static Error BeforeLastMove(DateTimeOffset last) => Error.Invalid(
        "before_last_move", $"at must not be before the deal's last move, {last.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}.").At("at");
}
