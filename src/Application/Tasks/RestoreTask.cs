using Crm.Application.Activities;
using Crm.Application.Trash;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Restore)]
public sealed record RestoreTask(Guid Id) : ICommand<TaskView>, IRestore
{
    public static TrashTable Trash { get; } = new("tasks", "p.title", "assignee_id");
}

internal sealed class RestoreTaskHandler(IRepository<SalesTask> tasks, ActivitySubjects subjects, RecordAuthorizer guard, IClock clock) : ICommandHandler<RestoreTask>
{
    public async Task<Result<Guid>> HandleAsync(RestoreTask command, CancellationToken ct)
    {
        var task = await guard.FindAsync(tasks, TaskAccess.Access, command.Id, RightAction.Restore, inTrashToo: true, ct);
        if (task.Error is { } error)
            return error;
        if (!await subjects.AnyLiveAsync(task.Value.Links, ct))
            return SalesTaskErrors.ParentInTrash;
        task.Value.Restore(clock.Now);
        return command.Id;
    }
}
