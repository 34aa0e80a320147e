using Crm.Application.Common.Mapping;
using Crm.Domain.Notes;
using Mapster;

namespace Crm.Application.Notes;

internal sealed class NoteMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<NoteRequest, NoteDetails>();
        config.NewUpdate<Note, NoteDetails, UpdateNote>(note => note.Details);
    }
}
