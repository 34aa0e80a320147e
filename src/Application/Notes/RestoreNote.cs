using Crm.Application.Activities;
using Crm.Application.Trash;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Restore)]
public sealed record RestoreNote(Guid Id) : ICommand<NoteView>, IRestore
{
    public static TrashTable Trash { get; } = new("notes", "coalesce(p.title, left(p.content, 100))", "creator_id");
}

internal sealed class RestoreNoteHandler(IRepository<Note> notes, ActivitySubjects subjects, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreNote>
{
    public async Task<Result<Guid>> HandleAsync(RestoreNote command, CancellationToken ct)
    {
        var note = await guard.FindAsync(notes, NoteAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (note.Error is { } error)
            return error;
        if (!await subjects.AnyLiveAsync(note.Value.Links, ct))
            return NoteErrors.ParentInTrash;
        note.Value.Restore(clock.Now);
        return command.Id;
    }
}
