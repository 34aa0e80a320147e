using Crm.Application.Reports;
using Crm.Domain.Leads;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetLeadConversion(ReportInput Input) : IQuery<Report<LeadConversionRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "lead-conversion",
        "/api/dashboard/lead-conversion",
        "Leads by status, and the conversion rate",
        "All live leads by current status, with a row for each of the eight statuses, even without leads. With groupBy=source, the same " +
            "rows for " +
        "each source of a lead. ownerId and groupId apply to the assignee; without them, and with the scope all, leads " +
        "without an assignee are counted too. The figures are current, and leads have no currency: there is no period, time zone " +
            "or currency to choose.",
        [.. ReportParameters.CommonWithout("from", "to", "tz", "currency"), ReportParameters.Grouping("source")],
        [
            new("group", "enum", "The source of the leads; null for totals and for leads without a source."),
            new("status", "enum", "The current status of the leads."),
            new("count", "count", "The number of leads."),
            new("total", "count", "The number of all leads of the group, whatever their status; the same in each of its rows."),
            new("conversionRate", "ratio", "The group's CONVERTED leads / total; the same in each of its rows; null if total is 0."),
        ]);
}

/// <summary>The number of leads with one status.</summary>
public sealed record LeadConversionRow(
    EnumText<LeadSource>? Group, EnumText<LeadStatus> Status, long Count, long Total, double? ConversionRate);

internal sealed class GetLeadConversionHandler(ReportReader reports) : IQueryHandler<GetLeadConversion, Report<LeadConversionRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        select s.source, s.state as status, sum(s.n)::bigint as count
        from ({report.Rollups<Lead>("LEADS", $"{Group(report)} as source, state, n", $"true")}) s
        group by 1, 2
        having sum(s.n) <> 0
        """;

    /// <summary>From the first contact to the final statuses.</summary>
    private static readonly LeadStatus[] Order =
        [LeadStatus.New, LeadStatus.Contacted, LeadStatus.Interested, LeadStatus.Qualified, LeadStatus.Converted, LeadStatus.Nurturing,
            LeadStatus.NotInterested, LeadStatus.Dead];

    public Task<Result<Report<LeadConversionRow>>> Handle(GetLeadConversion request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetLeadConversion, LeadConversionRow>(request, report => [Sql(report)], ReadAsync, cancellationToken);

    private static SqlFragment Group(ReportSql report) => report.Parameters.GroupBy is null ? (SqlFragment)$"null::text" : $"source";

    private static async Task<IReadOnlyList<LeadConversionRow>> ReadAsync(IResultSets sets, ReportParameters parameters)
    {
        var sums = (await sets.ReadAsync<StatusSum>()).ToLookup(s => s.Source?.ToString());
        // Totals are returned even if there are no leads.
        string?[] groups = parameters.GroupBy is null ? [null]
            : [.. sums.Select(g => g.Key).OrderBy(g => g is null).ThenBy(g => g, StringComparer.Ordinal)];
        return [.. groups.SelectMany(group =>
        {
            var counts = sums[group].ToDictionary(s => s.Status.ToString(), s => s.Count);
            var total = counts.Values.Sum();
            EnumText<LeadSource>? source = group is null ? null : EnumText<LeadSource>.Parse(group);
            return Order.Select(EnumText<LeadStatus>.Of).Select(status => new LeadConversionRow(
                source, EnumText<LeadStatus>.Parse(status), counts.GetValueOrDefault(status), total,
                Figures.Ratio(counts.GetValueOrDefault("CONVERTED"), total)));
        })];
    }

    private sealed record StatusSum(EnumText<LeadSource>? Source, EnumText<LeadStatus> Status, long Count);
}
