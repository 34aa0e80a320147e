using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>Resolves the input of tasks.</summary>
internal sealed class TaskAccess(
    ActivitySubjects subjects, Ownership ownership, ActiveUsers users, UserZones zones, ICurrentUser user, IMapper mapper) : IScopedService
{
    /// <summary>Converts a request to the input of a task. References that it already has are not checked again.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="current">The task. Null on creation.</param>
    /// <param name="ct">Cancels statements.</param>
    /// <param name="preceding">The task that the new one follows. If the request names no assignee, the new task has the same one, or the
    /// caller if nobody active is assigned.</param>
    public async Task<Result<SalesTaskInput>> ResolveInputAsync(
        TaskRequest fields, SalesTask? current, CancellationToken ct, SalesTask? preceding = null)
    {
        var links = fields.Links();
        if (await subjects.CheckAsync(links, current?.Links, ct) is { } missing)
            return missing;
        if (preceding is not null && fields.AssigneeId is null)
        {
            var active = preceding.AssigneeId is { } same && await users.CheckAsync(same, "assigneeId", ct) is null;
            return await InputAsync(active ? preceding.AssigneeId : user.Required.UserId);
        }

        var assignee = await ownership.ResolveAsync(
            Resource.Tasks,
            current is null ? RightAction.Create : RightAction.Update,
            fields.AssigneeId,
            current is null ? null : new OwnerId(current.AssigneeId),
            "assigneeId",
            ct);
        return assignee.Error is { } rejected ? rejected : await InputAsync(assignee.Value.Id);

        async Task<SalesTaskInput> InputAsync(Guid? assigneeId)
        {
            var hasDate = (fields.DueDate?.Date ?? fields.StartDate?.Date) is not null;
            var zone = hasDate ? await zones.OfAsync(assigneeId ?? current?.CreatorId ?? user.Required.UserId, ct) : Zone.Utc;
            return new SalesTaskInput(mapper.Map<TaskRequest, SalesTaskDetails>(fields), fields.Status, assigneeId, links, zone);
        }
    }
}
