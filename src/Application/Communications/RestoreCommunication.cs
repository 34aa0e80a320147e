using Crm.Application.Activities;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Trash;
using Crm.Domain.Common;
using Crm.Domain.Communications;
using Crm.Domain.Roles;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Restore)]
public sealed record RestoreCommunication(Guid Id) : ICommand<CommunicationView>, IRestore
{
    public static TrashTable Trash { get; } = new("communications", "coalesce(p.subject, left(p.content, 100), p.type)", "creator_id");
}

internal sealed class RestoreCommunicationHandler(IRepository<Communication> communications, ActivitySubjects subjects, Guard guard, IClock clock) : ICommandHandler<RestoreCommunication>
{
    public async Task<Result<Guid>> HandleAsync(RestoreCommunication command, CancellationToken ct)
    {
        var communication = await guard.FindAsync(communications, CommunicationAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct).ConfigureAwait(false);
        if (communication.Error is { } error)
            return error;
        if (!await subjects.AnyLiveAsync(communication.Value.Links, ct).ConfigureAwait(false))
            return CommunicationErrors.ParentInTrash;
        communication.Value.Restore(clock.Now);
        return command.Id;
    }
}
