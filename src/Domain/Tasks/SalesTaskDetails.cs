using System.Text.Json;

namespace Crm.Domain.Tasks;

/// <summary>The plain fields of a task.</summary>
public sealed record SalesTaskDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<SalesTaskDetails> Rules { get; } = FieldRules.For<SalesTaskDetails>(f =>
    {
        f.Name(t => t.Title);
        f.Text(t => t.Description);
        f.NotBefore(t => t.DueDate, t => t.StartDate);
        f.Count(t => t.EstimatedDuration);
        f.Count(t => t.ActualDuration);
        f.Text(t => t.Outcome);
        f.Text(t => t.Notes);
        f.JsonObject(t => t.Metadata);
    });

    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public SalesTaskType Type { get; init; } = SalesTaskType.Other;
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>Not before <see cref="StartDate"/>.</summary>
    public DateOrInstant? DueDate { get; init; }
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
