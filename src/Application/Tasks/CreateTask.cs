using System.Text.Json.Serialization;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Create)]
public sealed record CreateTask : TaskRequest, ICommand<TaskView>, IBackdated
{
    /// <summary>When the task was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateTaskValidator : AbstractValidator<CreateTask>
{
    public CreateTaskValidator(IClock clock)
    {
        Include(new TaskRequestValidator());
        RuleFor(t => t.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateTaskHandler(IRepository<SalesTask> tasks, TaskAccess access, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateTask, TaskView>
{
    public async Task<Result<Reply<TaskView>>> HandleAsync(CreateTask command, CancellationToken ct)
    {
        var input = await access.ResolveInputAsync(command, null, ct);
        if (input.Error is { } missing)
            return missing;
        var now = clock.Now;
        var task = SalesTask.Create(clock.NewId(), input.Value, user.Required.UserId, command.CreatedAt ?? now, now);
        if (task.Error is { } error)
            return error;
        tasks.Add(task.Value);
        return Reply.View<TaskView>(task.Value.Id);
    }
}
