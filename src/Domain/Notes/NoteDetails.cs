namespace Crm.Domain.Notes;

/// <summary>A note's plain fields.</summary>
public record NoteDetails
{
    public string? Title { get; init; }
    public string Content { get; init; } = "";
    public NoteType Type { get; init; } = NoteType.General;

    /// <summary>Visible to its creator and holders of readPrivate only.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal NoteDetails Normalized() => new(this);
}
