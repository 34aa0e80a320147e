using System.Text.Json;

namespace Crm.Domain.Tasks;

/// <summary>A task's plain fields.</summary>
public record SalesTaskDetails
{
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

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal SalesTaskDetails Normalized() => new(this);
}
