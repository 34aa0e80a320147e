using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Notes;
using Crm.Domain.Roles;

namespace Crm.Application.Notes;

[Requires(Resource.Notes, RightAction.Read)]
public sealed record GetNote(Guid Id) : IQuery<NoteView>;

internal sealed class GetNoteHandler(IReadDb db, ICurrentUser user, IViewReader<NoteView> reader) : IQueryHandler<GetNote, NoteView>
{
    public async Task<Result<NoteView>> Handle(GetNote request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Notes, RightAction.Read, "n");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken).ConfigureAwait(false) is { } view ? view : NoteErrors.NotFound;
    }
}
