using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>Resolves the input of tasks.</summary>
internal sealed class TaskAccess(ActivitySubjects subjects, Ownership ownership, IMapper mapper) : IScopedService
{
    /// <summary>Converts a request to the input of a task. References that it already has are not checked again.</summary>
    public async Task<Result<SalesTaskInput>> ResolveInputAsync(TaskRequest fields, SalesTask? current, CancellationToken ct)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, current?.Links, ct) is { } missing)
            return missing;
        var assignee = await ownership.ResolveAsync(
            Resource.Tasks,
            current is null ? RightAction.Create : RightAction.Update,
            fields.AssigneeId,
            current is null ? null : new OwnerId(current.AssigneeId),
            "assigneeId",
            ct);
        if (assignee.Error is { } rejected)
            return rejected;
        return new SalesTaskInput(mapper.Map<TaskRequest, SalesTaskDetails>(fields), fields.Status, assignee.Value.Id, links);
    }
}
