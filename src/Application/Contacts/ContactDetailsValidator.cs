using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>The shape of a contact's plain fields.</summary>
internal sealed class ContactDetailsValidator : AbstractValidator<ContactDetails>
{
    public ContactDetailsValidator()
    {
        RuleFor(c => c.FirstName).Name();
        RuleFor(c => c.LastName).Name();
        RuleFor(c => c.MiddleName).Line();
        RuleFor(c => c.PreferredName).Line();
        RuleFor(c => c.Email).Email();
        RuleFor(c => c.Phone).Line();
        RuleFor(c => c.Mobile).Line();
        RuleFor(c => c.WorkPhone).Line();
        RuleFor(c => c.Fax).Line();
        RuleFor(c => c.Website).Url();
        RuleFor(c => c.JobTitle).Line();
        RuleFor(c => c.Department).Line();
        RuleFor(c => c.Gender).Line();
        RuleFor(c => c.SpouseName).Line();
        RuleFor(c => c.ChildrenNames).Tags(Limits.Line);
        RuleFor(c => c.Address).Line();
        RuleFor(c => c.Address2).Line();
        RuleFor(c => c.City).Line();
        RuleFor(c => c.State).Line();
        RuleFor(c => c.ZipCode).Line();
        RuleFor(c => c.Country).Line();
        RuleFor(c => c.Latitude).Coordinate(90);
        RuleFor(c => c.Longitude).Coordinate(180);
        RuleFor(c => c.Longitude).Must((c, longitude) => c.Latitude is null == longitude is null)
            .WithMessage("must be given together with latitude.");
        RuleFor(c => c.Timezone).TimeZone();
        RuleFor(c => c.Language).Language();
        RuleFor(c => c.LeadScore).Percent();
        RuleFor(c => c.Tags).Tags();
    }
}
