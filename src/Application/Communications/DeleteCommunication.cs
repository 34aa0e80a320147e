using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Communications;
using Crm.Domain.Roles;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Delete)]
public sealed record DeleteCommunication(Guid Id) : ICommandWithoutView;

internal sealed class DeleteCommunicationHandler(
    IRepository<Communication> communications, CommunicationAccess access, Guard guard, IClock clock) : ICommandHandler<DeleteCommunication>
{
    public async Task<Result<Guid>> HandleAsync(DeleteCommunication command, CancellationToken ct)
    {
        var communication = await guard.FindAsync(communications, CommunicationAccess.Access, command.Id, RightAction.Delete, ct: ct).ConfigureAwait(false);
        if (communication.Error is { } error)
            return error;
        if (await access.CheckIdleAsync(communication.Value, ct).ConfigureAwait(false) is { } busy)
            return busy;
        communication.Value.Delete(clock.Now);
        return command.Id;
    }
}
