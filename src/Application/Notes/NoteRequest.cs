using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

/// <summary>What POST and PUT of a note have in common.</summary>
public abstract record NoteRequest : NoteDetails, IAbout
{
    protected NoteRequest()
    {
    }

    protected NoteRequest(NoteDetails details)
        : base(details)
    {
    }

    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class NoteRequestValidator : AbstractValidator<NoteRequest>
{
    public NoteRequestValidator()
    {
        RuleFor(n => n.Title).Line();
        RuleFor(n => n.Content).NotEmpty().WithMessage("is required.");
        RuleFor(n => n.Content).LongText();
    }
}
