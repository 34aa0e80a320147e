namespace Crm.Domain.Contacts;

public static class ContactErrors
{
    public static readonly Error EmailTaken = Error.Conflict(
        "contact_email_taken", "Another contact has this e-mail address; use a different one.").At("email");

    public static readonly Error BornInFuture = Error.Invalid(
        "birthday_in_future", "birthday must not be in the future.").At("birthday");

    public static readonly Error CompanyInTrash = Error.Conflict(
        "contact_company_in_trash", "The contact's company is in the trash; restore it first.");

    public static Error HasOpenDeals(int count) => Error.Conflict(
        "contact_has_open_deals", $"The contact is the primary contact of {count} open deal(s); close or change them first.")
            .With("openDeals", count);
}
