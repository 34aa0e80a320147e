using Crm.Application.Notes;
using Crm.Domain.Notes;

namespace Crm.Api.Endpoints;

internal sealed class NoteEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var notes = app.MapRecord<Note, NoteView>("Notes");
        notes.MapList<Note, ListNotes, NoteRow>(input => new ListNotes(input));
        notes.MapCreate<Note, CreateNote, NoteView>();
        notes.MapUpdate<UpdateNote, Note, NoteView>();
        notes.MapDelete<Note>();
    }
}
