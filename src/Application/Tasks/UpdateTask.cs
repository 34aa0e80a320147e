using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Update)]
public sealed record UpdateTask : TaskRequest, IUpdate<UpdateTask, SalesTask, TaskView>;

internal sealed class UpdateTaskValidator : AbstractValidator<UpdateTask>
{
    public UpdateTaskValidator() => Include(new TaskRequestValidator());
}

internal sealed class UpdateTaskHandler(TaskAccess access, IClock clock) : IUpdateHandler<UpdateTask, SalesTask>
{
    public async Task<Result> HandleAsync(UpdateTask update, SalesTask aggregate, Guid id, CancellationToken ct)
    {
        var input = await access.ResolveInputAsync(update, aggregate, ct);
        return input.Error is { } missing ? missing : aggregate.Update(input.Value, clock.Now);
    }
}
