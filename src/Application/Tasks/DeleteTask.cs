using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Delete)]
public sealed record DeleteTask(Guid Id) : ICommandWithoutView;

internal sealed class DeleteTaskHandler(IRepository<SalesTask> tasks, RecordAuthorizer guard, IClock clock) : ICommandHandler<DeleteTask>
{
    public async Task<Result<Guid>> HandleAsync(DeleteTask command, CancellationToken ct)
    {
        var task = await guard.FindAsync(tasks, TaskAccess.Access, command.Id, RightAction.Delete, ct: ct);
        if (task.Error is { } error)
            return error;
        task.Value.Delete(clock.Now);
        return command.Id;
    }
}
