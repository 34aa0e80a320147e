namespace Crm.Domain.Notes;

/// <summary>What a note tells of.</summary>
public enum NoteType
{
    General,
    MeetingNotes,
    CallNotes,
    ResearchNotes,
    TaskNotes,
    Other,
}
