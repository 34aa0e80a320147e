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
        var terms = await access.TermsAsync(update, aggregate, ct);
        return terms.Error is { } missing ? missing : aggregate.Update(terms.Value, clock.Now);
    }
}
