namespace Crm.Domain.Notes;

/// <summary>The plain fields of a note.</summary>
public sealed record NoteDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<NoteDetails> Rules { get; } = FieldRules.For<NoteDetails>(f =>
    {
        f.Line(n => n.Title);
        f.RequiredText(n => n.Content);
    });

    public string? Title { get; init; }
    public string Content { get; init; } = "";
    public NoteType Type { get; init; } = NoteType.General;

    /// <summary>If true, only the creator and users with the permission readPrivate see the note.</summary>
    public bool IsPrivate { get; init; }
}
