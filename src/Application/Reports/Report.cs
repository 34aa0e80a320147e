using System.Text.Json.Serialization;
using Crm.Application.Common.Tables;

namespace Crm.Application.Reports;

/// <summary>The response of every report.</summary>
/// <param name="AsOf">The time of the data; on a standby, the time of its last replayed transaction.</param>
/// <param name="Filters">The effective filters.</param>
/// <param name="Rows">The figures.</param>
public sealed record Report<TRow>(DateTimeOffset AsOf, ReportFilters Filters, IReadOnlyList<TRow> Rows) : ITable
    where TRow : class
{
    [JsonIgnore]
    public string TableName { get; init; } = "report";

    [JsonIgnore]
    public Type RowType => typeof(TRow);

    [JsonIgnore]
    public IEnumerable<object> TableRows => Rows;

    [JsonIgnore]
    public IReadOnlyList<string> HiddenColumns { get; init; } = [];
}

/// <summary>The effective filters of a report. Null where no filter applies or the report does not have the parameter.</summary>
/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Tz">The time zone of the days.</param>
/// <param name="OwnerId">Only deals of this user.</param>
/// <param name="GroupId">Only deals of members of this group.</param>
/// <param name="Currency">Only deals in this currency.</param>
/// <param name="GroupBy">The grouping of the rows.</param>
public sealed record ReportFilters(
    DateOnly? From, DateOnly? To, string? Tz, Guid? OwnerId, Guid? GroupId, string? Currency, string? GroupBy);
