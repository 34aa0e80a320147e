namespace Crm.Domain.Leads;

public static class LeadErrors
{
    public static readonly Error ActivityNotFound = Error.NotFound("lead_activity_not_found", "The lead has no such activity.");

    public static readonly Error CreatedConverted = Error.Invalid(
        "lead_created_converted", "A lead becomes CONVERTED by POST /api/leads/{id}/convert alone; create it in another status.")
            .At("status");

    public static readonly Error DealNeedsCompany = Error.Invalid(
        "deal_needs_company", "A deal needs a company, and neither the request, the contact nor the lead names one; give companyId.")
            .At("createDeal");

    public static readonly Error OtherCompany = Error.Conflict(
        "contact_of_other_company",
        "The contact belongs to another company than companyId; leave companyId out, or change the contact first.").At("companyId");

    public static Error TransitionNotAllowed(LeadStatus from, LeadStatus to) =>
        TransitionErrors.NotAllowed("lead", from, to, LeadStatusMachine.Allowed(from));

    public static Error Converted(string field) => Error.Conflict(
        "lead_converted", $"The lead is converted: only its tags and notes change, not {field}; change the contact instead.").At(field);

    public static Error AlreadyConverted(Guid? contactId, Guid? companyId, Guid? dealId) => Error.Conflict(
        "already_converted", "The lead is converted already; see contactId, companyId and dealId.")
        .With("contactId", contactId).With("companyId", companyId).With("dealId", dealId);
}
