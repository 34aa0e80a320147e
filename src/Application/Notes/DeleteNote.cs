using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Delete)]
public sealed record DeleteNote(Guid Id) : ICommandWithoutView;

internal sealed class DeleteNoteHandler(IRepository<Note> notes, Guard guard, IClock clock) : ICommandHandler<DeleteNote>
{
    public async Task<Result<Guid>> HandleAsync(DeleteNote command, CancellationToken ct)
    {
        var note = await guard.FindAsync(notes, NoteAccess.Access, command.Id, RightAction.Delete, ct: ct).ConfigureAwait(false);
        if (note.Error is { } error)
            return error;
        note.Value.Delete(clock.Now);
        return command.Id;
    }
}
