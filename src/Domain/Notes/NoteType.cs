namespace Crm.Domain.Notes;

/// <summary>The kind of note.</summary>
public enum NoteType
{
    General,
    MeetingNotes,
    CallNotes,
    ResearchNotes,
    TaskNotes,
    Other,
}
