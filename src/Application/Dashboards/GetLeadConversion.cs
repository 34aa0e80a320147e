using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Reports;
using Crm.Domain.Common;
using Crm.Domain.Roles;

namespace Crm.Application.Dashboards;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetLeadConversion(ReportInput Input) : IQuery<Report<LeadConversionRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "lead-conversion",
        "/api/dashboard/lead-conversion",
        "The leads by status, and how many are converted",
        "Every live lead by its present status, all eight statuses in their order, those without a lead too. With groupBy=source the same for " +
        "each source that a lead has. ownerId and groupId mean the user that a lead is assigned to; without them, and without a narrower right, leads that " +
        "nobody is assigned to count as well. It shows the present, and leads have no currency: from, to and currency, which every report takes, are checked but " +
        "limit nothing (filters shows them as null).",
        [.. ReportParameters.Common, ReportParameters.Grouping("source")],
        [
            new("group", "enum", "The source of the leads; null for totals and for leads without a source."),
            new("status", "enum", "The status the leads have now."),
            new("count", "count", "How many leads."),
            new("total", "count", "How many leads of the group there are in all, whatever their status; the same in each of its rows."),
            new("conversionRate", "ratio", "The group's CONVERTED leads / total; the same in each of its rows; null where total is 0."),
        ]);
}

/// <summary>The leads of one status.</summary>
public sealed record LeadConversionRow(EnumText<LeadSource>? Group, EnumText<LeadStatus> Status, long Count, long Total, double? ConversionRate);

internal sealed class GetLeadConversionValidator(IClock clock) : ReportValidator<GetLeadConversion>(clock);

internal sealed class GetLeadConversionHandler(ReportReader reports) : IQueryHandler<GetLeadConversion, Report<LeadConversionRow>>
{
    private const string Sql = """
        with statuses (status, place) as (
            values ('NEW', 1), ('CONTACTED', 2), ('INTERESTED', 3), ('QUALIFIED', 4), ('CONVERTED', 5), ('NURTURING', 6), ('NOT_INTERESTED', 7), ('DEAD', 8)),
        sums as (
            select /*group*/ as grp, s.state as status, sum(s.n) as n
            from (/*scope sums LEADS*/) s
            group by 1, 2
            having sum(s.n) <> 0),
        groups as (/*groups*/),
        figures as (
            select g.grp, t.status, t.place, coalesce(s.n, 0) as n
            from groups g cross join statuses t left join sums s on s.grp is not distinct from g.grp and s.status = t.status)
        select r.grp as "group", r.status, r.n::bigint as count, (sum(r.n) over g)::bigint as total,
            (sum(r.n) filter (where r.status = 'CONVERTED') over g)::float8 / nullif(sum(r.n) over g, 0)::float8 as conversion_rate
        from figures r
        window g as (partition by r.grp)
        order by r.grp nulls last, r.place
        """;

    public async Task<Result<Report<LeadConversionRow>>> Handle(GetLeadConversion request, CancellationToken cancellationToken)
    {
        var report = await reports.ReadAsync<GetLeadConversion, LeadConversionRow>(request, SqlOf, hasPeriod: false, cancellationToken).ConfigureAwait(false);
        return report.Error is null ? report.Value with { Filters = report.Value.Filters with { Currency = null } } : report;
    }

    private static string SqlOf(ReportParameters parameters) => Sql
        .Replace("/*group*/", parameters.GroupBy is null ? "null::text" : "s.source", StringComparison.Ordinal)
        .Replace("/*groups*/", parameters.GroupBy is null ? "select null::text as grp" : "select distinct grp from sums", StringComparison.Ordinal);
}
