using System.Text.Json.Serialization;
using Crm.Application.Common.Tables;

namespace Crm.Application.Reports;

/// <summary>The answer of every report.</summary>
/// <param name="AsOf">The moment whose data it shows; on a standby, how far that has come.</param>
/// <param name="Filters">What the rows were limited to.</param>
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

/// <summary>What a report was limited to; null where it was not.</summary>
/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Tz">The time zone whose days are meant.</param>
/// <param name="OwnerId">Deals of this user alone.</param>
/// <param name="GroupId">Deals of this group's members alone.</param>
/// <param name="Currency">Deals in this currency alone.</param>
/// <param name="GroupBy">What the rows were grouped by.</param>
public sealed record ReportFilters(DateOnly? From, DateOnly? To, string Tz, Guid? OwnerId, Guid? GroupId, string? Currency, string? GroupBy);
