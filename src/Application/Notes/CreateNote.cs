using System.Text.Json.Serialization;
using Crm.Application.Activities;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Create)]
public sealed record CreateNote : NoteFields, ICommand<NoteView>, IDatedBack
{
    /// <summary>When the note was written, where it is imported; now otherwise.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateNoteValidator : AbstractValidator<CreateNote>
{
    public CreateNoteValidator(IClock clock)
    {
        Include(new NoteFieldsRules());
        RuleFor(n => n.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateNoteHandler(IRepository<Note> notes, ActivitySubjects subjects, ICurrentUser user, IClock clock) : ICommandHandler<CreateNote>
{
    public async Task<Result<Guid>> HandleAsync(CreateNote command, CancellationToken ct)
    {
        var links = command.Links();
        if (await subjects.CheckAsync(links, null, ct).ConfigureAwait(false) is { } missing)
            return missing;
        var now = clock.Now;
        var note = Note.Create(clock.NewId(), command, links, user.Required.UserId, command.CreatedAt ?? now, now);
        notes.Add(note);
        return note.Id;
    }
}
