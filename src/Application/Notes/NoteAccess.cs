using Crm.Application.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;

namespace Crm.Application.Notes;

/// <summary>How notes are reached.</summary>
internal sealed class NoteAccess : ISharedService
{
    public static readonly Access<Note> Access = new(Resource.Notes, "notes", NoteErrors.NotFound);
}
