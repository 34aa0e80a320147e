using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

/// <summary>What POST and PUT of a note have in common.</summary>
public abstract record NoteRequest : IAbout
{
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
    public string? Title { get; init; }
    public string Content { get; init; } = "";
    public NoteType Type { get; init; } = NoteType.General;

    /// <summary>Visible to its creator and holders of readPrivate only.</summary>
    public bool IsPrivate { get; init; }
}

internal sealed class NoteRequestValidator : AbstractValidator<NoteRequest>
{
    public NoteRequestValidator() => this.Apply(NoteDetails.Rules);
}
