using Crm.Domain.Notes;

namespace Crm.Application.Notes;

/// <summary>How notes are reached.</summary>
internal sealed class NoteAccess : IScopedService
{
    public static readonly Access<Note> Access = new(Resource.Notes, "notes", NoteErrors.NotFound);
}
