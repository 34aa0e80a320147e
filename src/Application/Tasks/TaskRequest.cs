using System.Text.Json;
using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>The members that POST and PUT of a task share.</summary>
public abstract record TaskRequest : IAbout
{
    /// <summary>Default: PENDING on creation, where IN_PROGRESS and DEFERRED are also allowed; later the current status.</summary>
    public SalesTaskStatus? Status { get; init; }

    /// <summary>The user who works on the task.</summary>
    public Guid? AssigneeId { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public SalesTaskType Type { get; init; } = SalesTaskType.Other;
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>A date, or an instant with its offset. Not before startDate. A date is kept, and is due at the end of that day in the
    /// assignee's time zone (the creator's if there is no assignee): see dueAt.</summary>
    public DateOrInstant? DueDate { get; init; }

    /// <summary>A date, or an instant with its offset. A date is kept, and starts with that day in the same time zone.</summary>
    public DateOrInstant? StartDate { get; init; }

    /// <summary>In minutes.</summary>
    public int? EstimatedDuration { get; init; }

    /// <summary>In minutes.</summary>
    public int? ActualDuration { get; init; }

    /// <summary>The outcome.</summary>
    public string? Outcome { get; init; }
    public string? Notes { get; init; }

    /// <summary>A JSON object that the client defines.</summary>
    public JsonElement? Metadata { get; init; }
}

internal sealed class TaskRequestValidator : AbstractValidator<TaskRequest>
{
    public TaskRequestValidator() => this.Apply(SalesTaskDetails.Rules);
}
