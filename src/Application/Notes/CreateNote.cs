using System.Text.Json.Serialization;
using Crm.Application.Activities;
using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Create)]
public sealed record CreateNote : NoteRequest, ICommand<NoteView>, IBackdated
{
    /// <summary>When the note was written. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateNoteValidator : AbstractValidator<CreateNote>
{
    public CreateNoteValidator(IClock clock)
    {
        Include(new NoteRequestValidator());
        RuleFor(n => n.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateNoteHandler(IRepository<Note> notes, ActivitySubjects subjects, IMapper mapper, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateNote, NoteView>
{
    public async Task<Result<Reply<NoteView>>> HandleAsync(CreateNote command, CancellationToken ct)
    {
        var links = command.Links();
        if (await subjects.CheckAsync(links, null, ct) is { } missing)
            return missing;
        var now = clock.Now;
        var details = mapper.Map<NoteRequest, NoteDetails>(command);
        var note = Note.Create(clock.NewId(), details, links, user.Required.UserId, command.CreatedAt ?? now, now);
        if (note.Error is { } error)
            return error;
        notes.Add(note.Value);
        return Reply.View<NoteView>(note.Value.Id);
    }
}
