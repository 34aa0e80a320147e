namespace Crm.Application.Common.Records;

/// <summary>How a row is shown on a timeline: SQL expressions over the alias <c>x</c> of its table.</summary>
internal sealed record TimelineSource(TimelineType Type)
{
    public SqlFragment Kind { get; init; } = $"null";
    public SqlFragment Title { get; init; } = $"null";
    public SqlFragment Text { get; init; } = $"null";
    public SqlFragment Status { get; init; } = $"null";
    public SqlFragment From { get; init; } = $"null";
    public SqlFragment To { get; init; } = $"null";
    public SqlFragment Reason { get; init; } = $"null";
    public required SqlFragment UserId { get; init; }
    public SqlFragment ContactId { get; init; } = $"null";
    public SqlFragment DealId { get; init; } = $"null";
    public SqlFragment CompanyId { get; init; } = $"null";
    public SqlFragment LeadId { get; init; } = $"null";
    public SqlFragment InReplyToId { get; init; } = $"null";
    public SqlFragment IsPrivate { get; init; } = $"false";

    /// <summary>Whether the rows are read from their own table, newest first, instead of from the timeline entries.</summary>
    public bool ReadsOwnTable { get; init; }
}
