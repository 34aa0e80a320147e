using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Writing;
using Crm.Domain.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Notes;

/// <summary>What was written, not what it is about.</summary>
[Requires(Resource.Notes, RightAction.Update)]
public sealed record UpdateNote : NoteDetails, IUpdate<UpdateNote, Note, NoteView>
{
    public UpdateNote()
    {
    }

    private UpdateNote(Note note)
        : base(note.Details)
    {
    }

    public static Access<Note> Access => NoteAccess.Access;

    public static UpdateNote From(Note aggregate, Guid id) => new(aggregate);

    public static string? Remedy(string member) =>
        member is "contactId" or "dealId" or "companyId" or "leadId" ? "write another note about it" : null;
}

internal sealed class UpdateNoteValidator : AbstractValidator<UpdateNote>
{
    public UpdateNoteValidator() => Include(new NoteDetailsRules());
}

internal sealed class UpdateNoteHandler(IClock clock) : IUpdateHandler<UpdateNote, Note>
{
    public Task<Result> HandleAsync(UpdateNote update, Note aggregate, Guid id, CancellationToken ct)
    {
        aggregate.Update(update, clock.Now);
        return Task.FromResult(Result.Ok);
    }
}
