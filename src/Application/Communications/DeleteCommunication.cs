using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Delete)]
public sealed record DeleteCommunication(Guid Id) : ICommand<NoContent>;

internal sealed class DeleteCommunicationHandler(
    IRepository<Communication> communications, CommunicationAccess access, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<DeleteCommunication, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DeleteCommunication command, CancellationToken ct)
    {
        var communication = await authorizer.FindAsync(communications, command.Id, RightAction.Delete, ct: ct);
        if (communication.Error is { } error)
            return error;
        if (await access.CheckIdleAsync(communication.Value, ct) is { } busy)
            return busy;
        communication.Value.Delete(clock.Now);
        return Reply.None(command.Id);
    }
}
