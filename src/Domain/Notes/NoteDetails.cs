namespace Crm.Domain.Notes;

/// <summary>A note's plain fields.</summary>
public sealed record NoteDetails
{
    /// <summary>What its members may hold.</summary>
    public static FieldRules<NoteDetails> Rules { get; } = FieldRules.For<NoteDetails>(f =>
    {
        f.Line(n => n.Title);
        f.RequiredText(n => n.Content);
    });

    public string? Title { get; init; }
    public string Content { get; init; } = "";
    public NoteType Type { get; init; } = NoteType.General;

    /// <summary>Visible to its creator and holders of readPrivate only.</summary>
    public bool IsPrivate { get; init; }
}
