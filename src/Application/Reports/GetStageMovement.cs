using Crm.Domain.Deals;

namespace Crm.Application.Reports;

[Requires(Resource.Reports, RightAction.Read)]
public sealed record GetStageMovement(ReportInput Input) : IQuery<Report<StageMovementRow>>, IReportQuery
{
    public static ReportDefinition Definition { get; } = new(
        "stage-movement",
        "/api/reports/stage-movement",
        "Transitions between stages",
        "All transitions in the period by previous and new stage. The creation of a deal is its first transition, from null. A deal with " +
        "the same transition twice is counted twice. Value, currency and owner of a deal are the current ones, also for past " +
            "transitions. Only combinations with a transition have a row. " +
        "The deals in each stage before and after the period are in stage-waterfall.",
        ReportParameters.Common,
        [
            new("fromStage", "enum", "The previous stage; null for the creation of a deal."),
            new("toStage", "enum", "The new stage."),
            new("currency", "currency", "ISO 4217; sums never mix currencies."),
            new("count", "count", "The number of transitions."),
            new("value", "money", "Sum of the current values of these deals, once for each transition."),
        ]);
}

/// <summary>The transitions between two stages in one currency.</summary>
public sealed record StageMovementRow(
    EnumText<DealStage>? FromStage, EnumText<DealStage> ToStage, string Currency, long Count, decimal Value);

internal sealed class GetStageMovementHandler(ReportReader reports) : IQueryHandler<GetStageMovement, Report<StageMovementRow>>
{
    private static SqlFragment Sql(ReportSql report) => $"""
        with {ReportSql.Stages},
        moves as (
            select h.from_stage, h.to_stage, d.currency, count(*) as n, sum(d.value) as value
            from deal_stage_history h
            join deals d on d.id = h.deal_id
            where d.deleted_at is null {report.Period("h.changed_at")} {report.Scope<Deal>("d", "owner_id")} {report.Currency("d.currency")}
            group by h.from_stage, h.to_stage, d.currency)
        select m.from_stage, m.to_stage, m.currency, m.n as count, m.value
        from moves m
        left join stages f on f.stage = m.from_stage
        join stages t on t.stage = m.to_stage
        order by m.currency, f.place nulls first, t.place
        """;

    public Task<Result<Report<StageMovementRow>>> Handle(GetStageMovement request, CancellationToken cancellationToken) =>
        reports.ReadAsync<GetStageMovement, StageMovementRow>(request, Sql, cancellationToken);
}
