using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Delete)]
public sealed record DeleteNote(Guid Id) : ICommandWithoutView;

internal sealed class DeleteNoteHandler(IRepository<Note> notes, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteNote>
{
    public async Task<Result<Guid>> HandleAsync(DeleteNote command, CancellationToken ct)
    {
        var note = await guard.FindAsync(notes, NoteAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (note.Error is { } error)
            return error;
        note.Value.Delete(clock.Now);
        return command.Id;
    }
}
