using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageMovement(ReportInput Input) : IQuery<Report<StageMovementRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-movement",
        "/api/reports/stage-movement",
        "Which moves from stage to stage there were",
        "Every step of the deals' histories that was taken in the period, by the stages it led from and to; the first step of a deal, its creation, leads from null. A deal that " +
        "made a move twice counts twice. A deal has one value, one currency and one owner, those of now, also for the moves of earlier days. Only moves that there were have a row. " +
        "What the stages held before and after is in stage-waterfall.",
        ReportParameters.Common,
        [
            new("fromStage", "enum", "The stage that was left; null for the creation of a deal."),
            new("toStage", "enum", "The stage that was entered."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("count", "count", "How many moves."),
            new("value", "money", "Sum of the present values of the deals that made them, once for each move."),
        ]);
}

/// <summary>The transitions between two stages in one currency.</summary>
public sealed record StageMovementRow(EnumText<DealStage>? FromStage, EnumText<DealStage> ToStage, string Currency, long Count, decimal Value);

internal sealed class GetStageMovementHandler(ReportReader reports) : IQueryHandler<GetStageMovement, Report<StageMovementRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        with {ReportSql.Stages},
        moves as (
            select h.from_stage, h.to_stage, d.currency, count(*) as n, sum(d.value) as value
            from deal_stage_history h
            join deals d on d.id = h.deal_id
            where d.deleted_at is null {report.Period("h.changed_at")} {report.Scope("d.owner_id")} {report.Currency("d.currency")}
            group by h.from_stage, h.to_stage, d.currency)
        select m.from_stage, m.to_stage, m.currency, m.n as count, m.value
        from moves m
        left join stages f on f.stage = m.from_stage
        join stages t on t.stage = m.to_stage
        order by m.currency, f.place nulls first, t.place
        """;

    public Task<Result<Report<StageMovementRow>>> Handle(GetStageMovement request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageMovement, StageMovementRow>(request, Sql, hasPeriod: true, cancellationToken);
}
