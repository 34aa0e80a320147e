using System.Text.Json.Serialization;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Read)]
public sealed record ListTasks(ListInput Input) : IQuery<Page<TaskRow>>
{
    public static ListSpec Spec => RecordCatalog.Of<SalesTask>().List;
}

/// <summary>A task in a list.</summary>
/// <param name="DueDate">As it was given: a date, or an instant.</param>
/// <param name="DueAt">The instant of dueDate: for a date the end of that day in the assignee's time zone.</param>
/// <param name="StartDate">As it was given: a date, or an instant.</param>
/// <param name="Overdue">Whether the task is open after dueAt.</param>
public sealed record TaskRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    Guid Id,
    string Title,
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
    long Version) : IListRow
{
    /// <summary>The columns without the keys, for the alias <c>p</c> with <see cref="Joins"/>.</summary>
    internal static SqlFragment Columns(SqlFragment now) => $"""
        p.id, p.title, p.type, p.priority, p.status, p.due_date, p.due_at, p.start_date, p.completed_at,
        (p.status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and p.due_at < {now}) is true as overdue,
        p.estimated_duration, p.actual_duration, p.assignee_id, a.full_name as assignee_name, p.creator_id, u.full_name as creator_name,
        p.contact_id, c.first_name || ' ' || c.last_name as contact_name, p.deal_id, d.title as deal_title,
        p.company_id, m.name as company_name, p.lead_id, l.first_name || ' ' || l.last_name as lead_name,
        p.created_at, p.updated_at, p.version
        """;

    internal static SqlFragment Joins(ILinkedRecords links) => $"""
        {links.Join<SalesTask>("creatorId", "p", "u")}
        {links.Join<SalesTask>("assigneeId", "p", "a")}
        {links.Join<SalesTask>("contactId", "p", "c")}
        {links.Join<SalesTask>("dealId", "p", "d")}
        {links.Join<SalesTask>("companyId", "p", "m")}
        {links.Join<SalesTask>("leadId", "p", "l")}
        """;
}

internal sealed class ListTasksHandler(ListReader lists) : IQueryHandler<ListTasks, Page<TaskRow>>
{
    private static SqlFragment Sql(ListPage page) => $"""
        select p.sort_key, p.tie_key, {TaskRow.Columns(page.Now)}
        from {page.Rows} p
        {TaskRow.Joins(page.Links)}
        order by {page.Order}
        """;

    public Task<Result<Page<TaskRow>>> Handle(ListTasks request, CancellationToken cancellationToken) =>
        lists.ReadAsync<TaskRow>(ListTasks.Spec, Sql, request.Input, cancellationToken);
}
