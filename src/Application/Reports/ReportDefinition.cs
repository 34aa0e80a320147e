using System.Text.Json.Serialization;

namespace Crm.Application.Reports;

/// <summary>
/// The definition of a report. <c>GET /api/reports</c> and the OpenAPI document show it, and it declares the parameters
/// of the query string.
/// </summary>
/// <param name="Name">Stable, kebab-case.</param>
/// <param name="Path">The path of the endpoint.</param>
/// <param name="Summary">One line.</param>
/// <param name="Definition">What is counted and what is not.</param>
/// <param name="Parameters">The parameters of the query string, all optional.</param>
/// <param name="Columns">The members of a row, in order.</param>
public sealed record ReportDefinition(
    string Name,
    string Path,
    string Summary,
    string Definition,
    IReadOnlyList<ReportParameter> Parameters,
    IReadOnlyList<ReportColumn> Columns)
{
    /// <summary>Whether the default period is twelve months starting with the current one, instead of the month to date.</summary>
    [JsonIgnore]
    public bool LooksAhead { get; init; }
}

/// <summary>A query parameter of a report.</summary>
/// <param name="Name">The name in the query string.</param>
/// <param name="Type">date, timeZone, userId, id, currency or enum.</param>
/// <param name="Default">The value if the parameter is absent.</param>
/// <param name="Description">The effect of the parameter.</param>
/// <param name="Values">The values of an enum, otherwise empty.</param>
public sealed record ReportParameter(string Name, string Type, string Default, string Description, IReadOnlyList<string> Values);

/// <summary>A member of a report's row.</summary>
/// <param name="Name">The name in JSON and in the CSV header.</param>
/// <param name="Type">text, enum, currency, count, money, ratio, days, milliseconds, date, instant or id.</param>
/// <param name="Definition">How it is computed.</param>
public sealed record ReportColumn(string Name, string Type, string Definition);

/// <summary>A query that is listed as a report with its definition.</summary>
public interface IReport
{
    static abstract ReportDefinition Definition { get; }
}

/// <summary>A business report, which has the common parameters.</summary>
public interface IReportQuery : IReport
{
    ReportInput Input { get; }
}

/// <summary>The query string of a report as received.</summary>
/// <param name="Values">The values by name. Only names of the definition.</param>
public sealed record ReportInput(IReadOnlyDictionary<string, string> Values);
