using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>The shape of a company's plain fields.</summary>
internal sealed class CompanyDetailsValidator : AbstractValidator<CompanyDetails>
{
    public CompanyDetailsValidator()
    {
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.LegalName).Line();
        RuleFor(c => c.Dba).Line();
        RuleFor(c => c.Website).Url();
        RuleFor(c => c.Phone).Line();
        RuleFor(c => c.Fax).Line();
        RuleFor(c => c.Email).Email();
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
        RuleFor(c => c.Industry).Line();
        RuleFor(c => c.Sector).Line();
        RuleFor(c => c.Revenue).Money();
        RuleFor(c => c.EmployeeCount).GreaterThanOrEqualTo(0).WithMessage("must be 0 or more.");
        RuleFor(c => c.FoundedYear).GreaterThanOrEqualTo(Company.MinFoundedYear)
            .WithMessage($"must be {Company.MinFoundedYear} or later.");
        RuleFor(c => c.TickerSymbol).Line();
        RuleFor(c => c.ProspectAssignment).Line();
        RuleFor(c => c.ProspectReengagement).Line();
        RuleFor(c => c.Notes).LongText();
        RuleFor(c => c.Tags).Tags();
    }
}
