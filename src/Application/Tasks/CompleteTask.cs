using System.Text.Json.Serialization;
using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>Completes a task and optionally creates a follow-up task. A completed task stays unchanged.</summary>
[Requires(Resource.Tasks, RightAction.Update)]
public sealed record CompleteTask : ICommand<CompletedTaskView>, IBackdated
{
    [JsonIgnore]
    public Guid TaskId { get; init; }

    /// <summary>In minutes.</summary>
    public int? ActualDuration { get; init; }

    /// <summary>The outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>When the task was done, which becomes completedAt. Default: now. Not in the future; it can be before the task was
    /// created.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>A follow-up task, created in the same transaction.</summary>
    public NextTask? Next { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => At;
}

/// <summary>A completed task.</summary>
public sealed record CompletedTaskView : TaskView
{
    public CompletedTaskView(TaskView original, TaskView? next)
        : base(original) => Next = next;

    /// <summary>The follow-up task, if the request created one.</summary>
    [JsonPropertyOrder(1)]
    public TaskView? Next { get; }
}

internal sealed class CompleteTaskValidator : AbstractValidator<CompleteTask>
{
    public CompleteTaskValidator(IClock clock)
    {
        this.Apply(SalesTaskDetails.Rules, nameof(SalesTaskDetails.ActualDuration), nameof(SalesTaskDetails.Outcome));
        RuleFor(c => c.At).NotInFuture(clock);
        RuleFor(c => c.Next).SetValidator(new TaskRequestValidator()!);
    }
}

internal sealed class CompleteTaskHandler(
    IRepository<SalesTask> tasks, TaskAccess access, ActivitySubjects subjects, RecordAuthorizer authorizer, ICurrentUser user,
    IClock clock)
    : ICommandHandler<CompleteTask, CompletedTaskView>
{
    public async Task<Result<Reply<CompletedTaskView>>> HandleAsync(CompleteTask command, CancellationToken ct)
    {
        var found = await authorizer.FindAsync(tasks, command.TaskId, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        var task = found.Value;
        var wasCompleted = task.Status == SalesTaskStatus.Completed;
        if (task.Complete(command.ActualDuration, command.Outcome, clock.Now, command.At).Error is { } rejected)
            return rejected;
        if (wasCompleted || command.Next is not { } fields)
            return Reply(task.Id, null);
        var next = await NextAsync(fields, task, ct);
        if (next.Error is { } noNext)
            return noNext;
        tasks.Add(next.Value);
        return Reply(task.Id, next.Value.Id);
    }

    private static Reply<CompletedTaskView> Reply(Guid taskId, Guid? nextId) =>
        Common.Messaging.Reply.Compose(taskId, async (views, ct) => new CompletedTaskView(
        (await views.ReadAsync<TaskView>(taskId, ct))!,
        nextId is { } next ? await views.ReadAsync<TaskView>(next, ct) : null));

    private async Task<Result<SalesTask>> NextAsync(NextTask fields, SalesTask task, CancellationToken ct)
    {
        var right = new Right(Resource.Tasks, RightAction.Create);
        if (!user.Required.May(right.Resource, right.Action))
            return CommonErrors.RightMissing(right);
        // Subjects in the trash are not copied.
        var links = fields.Links().Or(await subjects.VisibleAsync(task.Links, ct));
        var input = await access.ResolveInputAsync(
            fields with { ContactId = links.ContactId, DealId = links.DealId, CompanyId = links.CompanyId, LeadId = links.LeadId }, null,
            ct, preceding: task);
        var next = input.Error is { } missing ? missing
            : SalesTask.Create(clock.NewId(), input.Value, user.Required.UserId, clock.Now, clock.Now);
        return next.Error is { Fields: { } at } wrong ? wrong with { Fields = at.ToDictionary(f => $"next.{f.Key}", f => f.Value) } : next;
    }
}
