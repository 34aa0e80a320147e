using System.Text.Json;

namespace Crm.Domain.Tasks;

/// <summary>A task's plain fields.</summary>
public record SalesTaskDetails
{
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public SalesTaskType Type { get; init; } = SalesTaskType.Other;
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>Not before <see cref="StartDate"/>.</summary>
    public DateTimeOffset? DueDate { get; init; }
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
