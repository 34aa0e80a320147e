using Crm.Application.Activities;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Trash;
using Crm.Domain.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Restore)]
public sealed record RestoreNote(Guid Id) : ICommand<NoteView>, IRestore
{
    public static TrashTable Trash { get; } = new("notes", "coalesce(p.title, left(p.content, 100))", "creator_id");
}

internal sealed class RestoreNoteHandler(IRepository<Note> notes, ActivitySubjects subjects, Guard guard, IClock clock) : ICommandHandler<RestoreNote>
{
    public async Task<Result<Guid>> HandleAsync(RestoreNote command, CancellationToken ct)
    {
        var note = await guard.FindAsync(notes, NoteAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct).ConfigureAwait(false);
        if (note.Error is { } error)
            return error;
        if (!await subjects.AnyLiveAsync(note.Value.Links, ct).ConfigureAwait(false))
            return NoteErrors.ParentInTrash;
        note.Value.Restore(clock.Now);
        return command.Id;
    }
}
