namespace Crm.Domain.Notes;

public static class NoteErrors
{
    public static readonly Error ParentInTrash = Error.Conflict(
        "note_parent_in_trash", "All subjects of the note are in the trash; restore one of them first.");
}
