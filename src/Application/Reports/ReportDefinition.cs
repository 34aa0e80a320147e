using System.Text.Json.Serialization;

namespace Crm.Application.Reports;

/// <summary>
/// What a report is: shown by <c>GET /api/reports</c> and in the API's document, and the one declaration of the parameters
/// that its query string takes.
/// </summary>
/// <param name="Name">Stable, kebab-case.</param>
/// <param name="Path">Where it is answered.</param>
/// <param name="Summary">One line.</param>
/// <param name="Definition">What is counted, and what is not.</param>
/// <param name="Parameters">Of its query string; all of them optional.</param>
/// <param name="Columns">The members of a row, in their order.</param>
public sealed record ReportDefinition(
    string Name,
    string Path,
    string Summary,
    string Definition,
    IReadOnlyList<ReportParameter> Parameters,
    IReadOnlyList<ReportColumn> Columns)
{
    /// <summary>Whether its period, where none is given, is the twelve months that begin with this one, not the month to date.</summary>
    [JsonIgnore]
    public bool LooksAhead { get; init; }
}

/// <summary>A query parameter of a report.</summary>
/// <param name="Name">As the query string names it.</param>
/// <param name="Type">date, timeZone, userId, id, currency or enum.</param>
/// <param name="Default">What holds where it is not given.</param>
/// <param name="Description">What it does.</param>
/// <param name="Values">The values that an enum takes, else nothing.</param>
public sealed record ReportParameter(string Name, string Type, string Default, string Description, IReadOnlyList<string> Values);

/// <summary>A member of a report's row.</summary>
/// <param name="Name">As JSON and the CSV header name it.</param>
/// <param name="Type">text, enum, currency, count, money, ratio, days, milliseconds, date, instant or id.</param>
/// <param name="Definition">How it is computed.</param>
public sealed record ReportColumn(string Name, string Type, string Definition);

/// <summary>A question that a report answers: it is listed with its definition.</summary>
public interface IReport
{
    static abstract ReportDefinition Definition { get; }
}

/// <summary>A report of the business, which takes the common parameters.</summary>
public interface IReportQuery : IReport
{
    ReportInput Input { get; }
}

/// <summary>The query string of a report, as it came.</summary>
/// <param name="Values">By name; no other name than the definition's.</param>
public sealed record ReportInput(IReadOnlyDictionary<string, string> Values);
