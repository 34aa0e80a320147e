using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>The shape of a piece of research.</summary>
internal sealed class CompanyResearchValidator : AbstractValidator<CompanyResearchDetails>
{
    public CompanyResearchValidator()
    {
        RuleFor(r => r.Title).Name();
        RuleFor(r => r.Content).NotEmpty().WithMessage("is required.");
        RuleFor(r => r.Content).LongText();
        RuleFor(r => r.Source).Line();
        RuleFor(r => r.Url).Url();
        RuleFor(r => r.Confidence).InclusiveBetween(0, 1).WithMessage("must lie between 0 and 1.")
            .Must(c => c is null || decimal.Round(c.Value, 4) == c.Value).WithMessage("must have at most four decimals.");
        RuleFor(r => r.Tags).Tags();
    }
}
