using System.Text.Json;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>A task as returned by GET.</summary>
/// <param name="DueDate">As it was given: a date, or an instant.</param>
/// <param name="DueAt">The instant of dueDate: for a date the end of that day in the assignee's time zone.</param>
/// <param name="StartDate">As it was given: a date, or an instant.</param>
/// <param name="Overdue">Whether the task is open after dueAt.</param>
public record TaskView(
    Guid Id,
    string Title,
    string? Description,
    EnumText<SalesTaskType> Type,
    EnumText<Priority> Priority,
    EnumText<SalesTaskStatus> Status,
    DateOrInstant? DueDate,
    DateTimeOffset? DueAt,
    DateOrInstant? StartDate,
    DateTimeOffset? CompletedAt,
    bool Overdue,
    int? EstimatedDuration,
    int? ActualDuration,
    string? Outcome,
    string? Notes,
    JsonElement? Metadata,
    Guid? AssigneeId,
    string? AssigneeName,
    Guid CreatorId,
    string? CreatorName,
    Guid? ContactId,
    string? ContactName,
    Guid? DealId,
    string? DealTitle,
    Guid? CompanyId,
    string? CompanyName,
    Guid? LeadId,
    string? LeadName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class TaskViewReader(IClock clock) : IViewReader<TaskView>
{
    public Task<TaskView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<TaskView>(
        $"""
        select t.id, t.title, t.description, t.type, t.priority, t.status, t.due_date, t.due_at, t.start_date, t.completed_at,
            (t.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and t.due_at < {clock.Now}) is true as overdue,
            t.estimated_duration, t.actual_duration, t.outcome, t.notes, t.metadata,
            t.assignee_id, a.full_name as assignee_name, t.creator_id, u.full_name as creator_name,
            t.contact_id, c.first_name || ' ' || c.last_name as contact_name, t.deal_id, d.title as deal_title,
            t.company_id, m.name as company_name, t.lead_id, l.first_name || ' ' || l.last_name as lead_name,
            t.created_at, t.updated_at, t.version
        from tasks t
        {scope.Links.Join<SalesTask>("creatorId", "t", "u")}
        {scope.Links.Join<SalesTask>("assigneeId", "t", "a")}
        {scope.Links.Join<SalesTask>("contactId", "t", "c")}
        {scope.Links.Join<SalesTask>("dealId", "t", "d")}
        {scope.Links.Join<SalesTask>("companyId", "t", "m")}
        {scope.Links.Join<SalesTask>("leadId", "t", "l")}
        where t.id = {id} and t.deleted_at is null {scope.On("t")}
        """,
        ct);
}
