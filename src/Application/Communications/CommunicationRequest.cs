using Crm.Application.Activities;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>What POST and PUT of a communication have in common.</summary>
public abstract record CommunicationRequest : CommunicationDetails, IAbout
{
    protected CommunicationRequest()
    {
    }

    protected CommunicationRequest(CommunicationDetails details)
        : base(details)
    {
    }

    /// <summary>Whether it is to be sent at scheduledFor; can be changed until it is sent.</summary>
    public bool Scheduled { get; init; }

    /// <summary>In the future where it is scheduled.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class CommunicationRequestValidator : AbstractValidator<CommunicationRequest>
{
    public CommunicationRequestValidator()
    {
        RuleFor(c => c.Type).NotNull().WithMessage("is required.");
        RuleFor(c => c.Subject).Line();
        RuleFor(c => c.Content).LongText();
        RuleFor(c => c.Duration).Duration();
        RuleFor(c => c.Outcome).LongText();
        RuleFor(c => c.Metadata).JsonObject();
    }
}
