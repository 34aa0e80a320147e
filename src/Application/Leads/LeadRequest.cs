using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>What POST and PUT of a lead have in common.</summary>
public abstract record LeadRequest : LeadDetails
{
    protected LeadRequest()
    {
    }

    protected LeadRequest(LeadDetails details)
        : base(details)
    {
    }

    /// <summary>NEW when absent on creation, later the present status. CONVERTED comes by POST /api/leads/{id}/convert alone.</summary>
    public LeadStatus? Status { get; init; }

    /// <summary>An active user.</summary>
    public Guid? AssignedToId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class LeadRequestValidator : AbstractValidator<LeadRequest>
{
    public LeadRequestValidator()
    {
        RuleFor(l => l.FirstName).Name();
        RuleFor(l => l.LastName).Name();
        RuleFor(l => l.Email).Email();
        RuleFor(l => l.Phone).Line();
        RuleFor(l => l.Company).Line();
        RuleFor(l => l.JobTitle).Line();
        RuleFor(l => l.Website).Url();
        RuleFor(l => l.Address).Line();
        RuleFor(l => l.City).Line();
        RuleFor(l => l.State).Line();
        RuleFor(l => l.ZipCode).Line();
        RuleFor(l => l.Country).Line();
        RuleFor(l => l.SourceDetails).Line();
        RuleFor(l => l.LeadScore).Percent();
        RuleFor(l => l.Notes).LongText();
        RuleFor(l => l.Tags).Tags();
    }
}
