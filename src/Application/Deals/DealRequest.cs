using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>What POST and PUT of a deal have in common.</summary>
public abstract record DealRequest : DealDetails
{
    protected DealRequest()
    {
    }

    protected DealRequest(DealDetails details)
        : base(details)
    {
    }

    /// <summary>0 when absent; with product lines it is their sum and cannot be set.</summary>
    public decimal? Value { get; init; }

    /// <summary>Percent; the stage's default when absent.</summary>
    public int? Probability { get; init; }
    public Guid CompanyId { get; init; }
    public Guid? PrimaryContactId { get; init; }

    /// <summary>On creation the caller when absent, later the present owner.</summary>
    public Guid? OwnerId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class DealRequestValidator : AbstractValidator<DealRequest>
{
    public DealRequestValidator()
    {
        RuleFor(d => d.Title).Name();
        RuleFor(d => d.Description).LongText();
        RuleFor(d => d.Currency).Currency();
        RuleFor(d => d.Competitors).Tags(Limits.Line);
        RuleFor(d => d.Risks).LongText();
        RuleFor(d => d.Notes).LongText();
        RuleFor(d => d.Tags).Tags();
        RuleFor(d => d.Value).Money();
        RuleFor(d => d.Probability).Percent();
        RuleFor(d => d.CompanyId).NotEmpty().WithMessage("is required.");
    }
}
