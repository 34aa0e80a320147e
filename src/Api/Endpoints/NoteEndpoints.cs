using Crm.Application.Notes;
using Crm.Domain.Notes;

namespace Crm.Api.Endpoints;

internal sealed class NoteEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var notes = app.MapCollection("notes", "Notes");
        notes.MapGet("/", List).Lists<ListNotes, NoteRow>(ListNotes.Spec, "listNotes", "List notes");
        notes.MapPost("/", Create).Creates<CreateNote, NoteView>("createNote", "Create a note");
        notes.MapGet("/{id:guid}", Get).Reads<GetNote, NoteView>("getNote", "Get a note");
        notes.MapPut("/{id:guid}", Put).Changes<UpdateNote, NoteView>("replaceNote", "Replace a note's fields");
        notes.MapPatch("/{id:guid}", Patch).Patches<UpdateNote, NoteView>("patchNote", "Change some of a note's fields");
        notes.MapDelete("/{id:guid}", Delete).Deletes<DeleteNote>("deleteNote", "Move a note to the trash");
        notes.MapPost("/{id:guid}/restore", Restore).Changes<RestoreNote, NoteView>("restoreNote", "Bring a note back from the trash", hasBody: false);
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListNotes(input));

    private static Task<IResult> Create(Body<CreateNote> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/notes/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetNote(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateNote, Note, NoteView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateNote, Note, NoteView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteNote(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreNote(id));
}
