namespace Crm.Application.Common.Records;

/// <summary>How a row is shown on a timeline: SQL expressions over its table's alias <c>x</c>.</summary>
internal sealed record TimelineSource(TimelineType Type)
{
    public string Kind { get; init; } = "null";
    public string Title { get; init; } = "null";
    public string Text { get; init; } = "null";
    public string Status { get; init; } = "null";
    public string From { get; init; } = "null";
    public string To { get; init; } = "null";
    public string Reason { get; init; } = "null";
    public required string UserId { get; init; }
    public string ContactId { get; init; } = "null";
    public string DealId { get; init; } = "null";
    public string CompanyId { get; init; } = "null";
    public string LeadId { get; init; } = "null";
    public string IsPrivate { get; init; } = "false";

    /// <summary>Whether the rows are read from their own table, newest first, instead of from timeline entries.</summary>
    public bool ReadsOwnTable { get; init; }
}
