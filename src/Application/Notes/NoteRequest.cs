using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

/// <summary>The members that POST and PUT of a note share.</summary>
public abstract record NoteRequest : IAbout
{
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
    public string? Title { get; init; }
    public string Content { get; init; } = "";
    public NoteType Type { get; init; } = NoteType.General;

    /// <summary>If true, only the creator and users with the permission readPrivate see the note.</summary>
    public bool IsPrivate { get; init; }
}

internal sealed class NoteRequestValidator : AbstractValidator<NoteRequest>
{
    public NoteRequestValidator() => this.Apply(NoteDetails.Rules);
}
