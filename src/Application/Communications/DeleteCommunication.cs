using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Delete)]
public sealed record DeleteCommunication(Guid Id) : ICommandWithoutView;

internal sealed class DeleteCommunicationHandler(
    IRepository<Communication> communications, CommunicationAccess access, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteCommunication>
{
    public async Task<Result<Guid>> HandleAsync(DeleteCommunication command, CancellationToken ct)
    {
        var communication = await guard.FindAsync(communications, CommunicationAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (communication.Error is { } error)
            return error;
        if (await access.CheckIdleAsync(communication.Value, ct) is { } busy)
            return busy;
        communication.Value.Delete(clock.Now);
        return command.Id;
    }
}
