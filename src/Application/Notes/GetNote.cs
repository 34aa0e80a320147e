using Crm.Domain.Notes;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Read)]
public sealed record GetNote(Guid Id) : IQuery<NoteView>;

internal sealed class GetNoteHandler(IReadDb db, ICurrentUser user, IViewReader<NoteView> reader) : IQueryHandler<GetNote, NoteView>
{
    public async Task<Result<NoteView>> Handle(GetNote request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Notes, RightAction.Read, "n");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : NoteErrors.NotFound;
    }
}
