using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetLosses(ReportInput Input) : IQuery<Report<LossRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "losses",
        "/api/reports/losses",
        "Lost deals by reason, competitor or stage",
        "The deals now CLOSED_LOST whose actualCloseDate is in the period. groupBy=reason groups by the text of lossReason. " +
            "groupBy=competitor groups by competitor: a deal with several competitors is counted in full for " +
        "each of them, so the sum of the rows exceeds the total; a deal without competitors is counted under null. groupBy=stage groups " +
            "by the last of the five open stages in the deal's history; null if it has none.",
        [.. ReportParameters.Common, ReportParameters.AlwaysGrouped("reason", "competitor", "stage")],
        [
            new("group", "text", "The lossReason, the competitor or the stage; null if there is none."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("lostCount", "count", "Deals lost."),
            new("lostValue", "money", "Sum of the values of these deals."),
        ]);
}

/// <summary>The lost deals of one currency by reason, competitor or stage.</summary>
public sealed record LossRow(string? Group, string Currency, long LostCount, decimal LostValue);

internal sealed class GetLossesHandler(ReportReader reports) : IQueryHandler<GetLosses, Report<LossRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        select g.grp as "group", d.currency, count(*) as lost_count, sum(d.value) as lost_value
        from deals d
        {Groups[report.Parameters.GroupBy!]}
        where d.deleted_at is null and d.stage = 'CLOSED_LOST' and d.actual_close_date between {report.From} and {report.To}
            {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
        group by g.grp, d.currency
        order by d.currency, lost_value desc, g.grp nulls last
        """;

    private static readonly Dictionary<string, SqlFragment> Groups = new()
    {
        ["reason"] = $"cross join lateral (select d.loss_reason as grp) g",
        ["competitor"] = $"left join lateral (select distinct unnest(d.competitors) as grp) g on true",
        ["stage"] = $"""
            left join lateral (
                select h.to_stage as grp from deal_stage_history h where h.deal_id = d.id and h.to_stage in {ReportSql.Open}
                    order by h.seq desc limit 1) g on true
            """,
    };

    public Task<Result<Report<LossRow>>> Handle(GetLosses request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetLosses, LossRow>(request, Sql, cancellationToken);
}
