using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Update)]
public sealed record UpdateNote : NoteRequest, IUpdate<UpdateNote, Note, NoteView>
{
    public UpdateNote()
    {
    }

    private UpdateNote(Note note)
        : base(note.Details) => (ContactId, DealId, CompanyId, LeadId) = note.Links;

    public static UpdateNote From(Note aggregate, Guid id) => new(aggregate);
}

internal sealed class UpdateNoteValidator : AbstractValidator<UpdateNote>
{
    public UpdateNoteValidator() => Include(new NoteRequestValidator());
}

internal sealed class UpdateNoteHandler(ActivitySubjects subjects, IClock clock) : IUpdateHandler<UpdateNote, Note>
{
    public async Task<Result> HandleAsync(UpdateNote update, Note aggregate, Guid id, CancellationToken ct)
    {
        var links = update.Links();
        if (await subjects.CheckAsync(links, aggregate.Links, ct) is { } missing)
            return missing;
        aggregate.Update(update, links, clock.Now);
        return Result.Ok;
    }
}
