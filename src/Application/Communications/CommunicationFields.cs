using Crm.Application.Activities;
using Crm.Application.Common;
using Crm.Domain.Communications;
using FluentValidation;

namespace Crm.Application.Communications;

/// <summary>What POST and PUT of a communication have in common.</summary>
public abstract record CommunicationFields : CommunicationDetails, IAbout
{
    protected CommunicationFields()
    {
    }

    protected CommunicationFields(CommunicationDetails details)
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
internal sealed class CommunicationFieldsRules : AbstractValidator<CommunicationFields>
{
    public CommunicationFieldsRules()
    {
        RuleFor(c => c.Type).NotNull().WithMessage("is required.");
        RuleFor(c => c.Subject).Line();
        RuleFor(c => c.Content).LongText();
        RuleFor(c => c.Duration).Duration();
        RuleFor(c => c.Outcome).LongText();
        RuleFor(c => c.Metadata).JsonObject();
    }
}
