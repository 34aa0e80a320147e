using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>How tasks are reached, and how what they name is found.</summary>
internal sealed class TaskAccess(ActivitySubjects subjects, Ownership ownership, IMapper mapper) : IScopedService
{
    /// <summary>Turns what a request names into the terms of a task; what it named already is not asked for again.</summary>
    public async Task<Result<SalesTaskInput>> TermsAsync(TaskRequest fields, SalesTask? present, CancellationToken ct)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, present?.Links, ct) is { } missing)
            return missing;
        var assignee = await ownership.ResolveAsync(
            Resource.Tasks,
            present is null ? RightAction.Create : RightAction.Update,
            fields.AssigneeId,
            present is null ? null : new OwnerId(present.AssigneeId),
            "assigneeId",
            ct);
        if (assignee.Error is { } nobody)
            return nobody;
        return new SalesTaskInput(mapper.Map<TaskRequest, SalesTaskDetails>(fields), fields.Status, assignee.Value.Id, links);
    }
}
