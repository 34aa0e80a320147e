using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Update)]
public sealed record UpdateNote : NoteRequest, IUpdate<UpdateNote, Note, NoteView>;

internal sealed class UpdateNoteValidator : AbstractValidator<UpdateNote>
{
    public UpdateNoteValidator() => Include(new NoteRequestValidator());
}

internal sealed class UpdateNoteHandler(ActivitySubjects subjects, IMapper mapper, IClock clock) : IUpdateHandler<UpdateNote, Note>
{
    public async Task<Result> HandleAsync(UpdateNote update, Note aggregate, Guid id, CancellationToken ct)
    {
        var links = update.Links();
        if (await subjects.CheckAsync(links, aggregate.Links, ct) is { } missing)
            return missing;
        return aggregate.Update(mapper.Map<NoteRequest, NoteDetails>(update), links, clock.Now);
    }
}
