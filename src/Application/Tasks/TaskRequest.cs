using System.Text.Json;
using Crm.Application.Activities;
using Crm.Application.Common.Json;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>What POST and PUT of a task have in common.</summary>
public abstract record TaskRequest : IAbout
{
    /// <summary>On creation PENDING when absent, else IN_PROGRESS or DEFERRED; later the present one when absent.</summary>
    public SalesTaskStatus? Status { get; init; }

    /// <summary>Who is to do it.</summary>
    public Guid? AssigneeId { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public SalesTaskType Type { get; init; } = SalesTaskType.Other;
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>Not before startDate; a plain date means its last moment in UTC.</summary>
    [DateOrInstant(AtItsEnd = true)]
    public DateTimeOffset? DueDate { get; init; }

    /// <summary>A plain date means its first moment in UTC.</summary>
    [DateOrInstant]
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>Minutes.</summary>
    public int? EstimatedDuration { get; init; }

    /// <summary>Minutes.</summary>
    public int? ActualDuration { get; init; }

    /// <summary>What came of it.</summary>
    public string? Outcome { get; init; }
    public string? Notes { get; init; }

    /// <summary>A JSON object of the caller's own.</summary>
    public JsonElement? Metadata { get; init; }
}

internal sealed class TaskRequestValidator : AbstractValidator<TaskRequest>
{
    public TaskRequestValidator() => this.Apply(SalesTaskDetails.Rules);
}
