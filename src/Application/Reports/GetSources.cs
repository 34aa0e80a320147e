using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetSources(ReportInput Input) : IQuery<Report<SourceRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "sources",
        "/api/reports/sources",
        "The outcome of leads by source",
        "The live leads that were created in the period, by source, and the live deals that they were converted to, at any time. If " +
            "several leads refer to a deal, it came from the first converted one. " +
        "Leads have no currency. Each source therefore has one row whose currency is null, with all its counts, followed by one row for " +
            "each currency of its deals, with their counts and values. leadCount, " +
        "qualifiedCount, convertedCount and conversionRate are in the first row only, wonValue in the others only. Scope, ownerId and " +
            "groupId apply to the assignee of a lead and to the owner of a deal; currency limits the deals.",
        ReportParameters.Common,
        [
            new("source", "enum", "The source of the leads; null if they have none."),
            new("currency", "currency", "ISO 4217 code of the deals; null in the row with all counts."),
            new("leadCount", "count", "Leads created in the period; null in rows with a currency."),
            new("qualifiedCount", "count",
                "Leads of leadCount that were ever QUALIFIED, or were converted without it; null in rows with a currency."),
            new("convertedCount", "count", "Leads of leadCount that are CONVERTED; null in rows with a currency."),
            new("conversionRate", "ratio", "convertedCount / leadCount; null in rows with a currency."),
            new("dealCount", "count", "Deals that these leads were converted to."),
            new("wonCount", "count", "Deals of dealCount that are CLOSED_WON now."),
            new("wonValue", "money", "Sum of the values of the deals won; null in the row without a currency."),
        ]);
}

/// <summary>The outcome of the leads of a source; with a currency, of their deals in that currency.</summary>
public sealed record SourceRow(
    EnumText<LeadSource>? Source, string? Currency, long? LeadCount, long? QualifiedCount, long? ConvertedCount, double? ConversionRate,
    long DealCount, long WonCount, decimal? WonValue);

internal sealed class GetSourcesHandler(ReportReader reports) : IQueryHandler<GetSources, Report<SourceRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        with cohort as (
            select l.id, l.source, l.is_converted,
                l.is_converted or exists (select true from lead_status_history h where h.lead_id = l.id
                    and h.to_status = 'QUALIFIED') as qualified
            from leads l
            where l.deleted_at is null {report.Period("l.created_at")} {report.Scope<Lead>("l", "assigned_to_id")}),
        deals_of as (
            select c.source, d.currency, count(*) as n, count(*) filter (where d.stage = 'CLOSED_WON') as won,
                coalesce(sum(d.value) filter (where d.stage = 'CLOSED_WON'), 0.00) as won_value
            from cohort c
            join {report.Origins} g on g.lead_id = c.id
            join deals d on d.id = g.deal_id
            where d.deleted_at is null {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
            group by c.source, d.currency),
        leads_of as (
            select c.source, count(*) as n, count(*) filter (where c.qualified) as qualified,
                count(*) filter (where c.is_converted) as converted
            from cohort c
            group by c.source)
        select l.source, null as currency, l.n as lead_count, l.qualified as qualified_count, l.converted as converted_count,
            l.converted::float8 / l.n as conversion_rate, coalesce(sum(d.n), 0)::bigint as deal_count, coalesce(sum(d.won),
                0)::bigint as won_count, null as won_value
        from leads_of l
        left join deals_of d on d.source is not distinct from l.source
        group by l.source, l.n, l.qualified, l.converted
        union all
        select d.source, d.currency, null, null, null, null, d.n, d.won, d.won_value
        from deals_of d
        order by source nulls last, currency nulls first
        """;

    public Task<Result<Report<SourceRow>>> Handle(GetSources request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetSources, SourceRow>(request, Sql, cancellationToken);
}
