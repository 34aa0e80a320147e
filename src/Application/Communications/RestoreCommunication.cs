using Crm.Application.Activities;
using Crm.Application.Trash;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Restore)]
public sealed record RestoreCommunication(Guid Id) : ICommand<CommunicationView>, IRestore
{
    public static TrashTable Trash { get; } = new("communications", "coalesce(p.subject, left(p.content, 100), p.type)", "creator_id");
}

internal sealed class RestoreCommunicationHandler(IRepository<Communication> communications, ActivitySubjects subjects, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreCommunication>
{
    public async Task<Result<Guid>> HandleAsync(RestoreCommunication command, CancellationToken ct)
    {
        var communication = await guard.FindAsync(communications, CommunicationAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (communication.Error is { } error)
            return error;
        if (!await subjects.AnyLiveAsync(communication.Value.Links, ct))
            return CommunicationErrors.ParentInTrash;
        communication.Value.Restore(clock.Now);
        return command.Id;
    }
}
