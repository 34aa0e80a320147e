using Crm.Application.Common;
using Crm.Domain.Notes;
using FluentValidation;

namespace Crm.Application.Notes;

/// <summary>The shape of a note's plain fields.</summary>
internal sealed class NoteDetailsRules : AbstractValidator<NoteDetails>
{
    public NoteDetailsRules()
    {
        RuleFor(n => n.Title).Line();
        RuleFor(n => n.Content).NotEmpty().WithMessage("is required.");
        RuleFor(n => n.Content).LongText();
    }
}
