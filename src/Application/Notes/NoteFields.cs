using Crm.Application.Activities;
using Crm.Application.Common;
using Crm.Domain.Notes;
using FluentValidation;

namespace Crm.Application.Notes;

/// <summary>What POST and PUT of a note have in common.</summary>
public abstract record NoteFields : NoteDetails, IAbout
{
    protected NoteFields()
    {
    }

    protected NoteFields(NoteDetails details)
        : base(details)
    {
    }

    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class NoteFieldsRules : AbstractValidator<NoteFields>
{
    public NoteFieldsRules()
    {
        RuleFor(n => n.Title).Line();
        RuleFor(n => n.Content).NotEmpty().WithMessage("is required.");
        RuleFor(n => n.Content).LongText();
    }
}
