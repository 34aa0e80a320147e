using System.Text.Json.Serialization;
using Crm.Application.Common.Tables;

namespace Crm.Application.Reports;

/// <summary>Lists all reports with their parameters and definitions.</summary>
[Requires(Resource.Reports, RightAction.Read)]
public sealed record ListReports : IQuery<ReportCatalogue>;

/// <summary>All reports, ordered by path.</summary>
public sealed record ReportCatalogue(IReadOnlyList<ReportDefinition> Items) : ITable
{
    [JsonIgnore]
    public string TableName => "reports";

    [JsonIgnore]
    public Type RowType => typeof(ReportCatalogueRow);

    [JsonIgnore]
    public IEnumerable<object> TableRows => Items.SelectMany(r => r.Parameters
        .Select(p => new ReportCatalogueRow(r.Name, r.Path, "parameter", p.Name, p.Type, p.Description))
        .Concat(r.Columns.Select(c => new ReportCatalogueRow(r.Name, r.Path, "column", c.Name, c.Type, c.Definition))));
}

/// <summary>A parameter or column of a report, for the catalogue as a table.</summary>
public sealed record ReportCatalogueRow(string Report, string Path, string Kind, string Name, string Type, string Definition);

internal sealed class ListReportsHandler : IQueryHandler<ListReports, ReportCatalogue>
{
    private static readonly ReportDefinition[] All =
    [
        .. typeof(IReport).Assembly.GetTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IReport)))
            .Select(t => (ReportDefinition)t.GetProperty(nameof(IReport.Definition))!.GetValue(null)!)
            .OrderBy(d => d.Path, StringComparer.Ordinal),
    ];

    public Task<Result<ReportCatalogue>> Handle(ListReports request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<ReportCatalogue>>(new ReportCatalogue(All));
}
