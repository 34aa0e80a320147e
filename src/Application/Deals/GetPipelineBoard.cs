using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>Returns the open deals as a board, with a column for each open stage and one for ON_HOLD.</summary>
[Requires(Resource.Deals, RightAction.Read)]
public sealed record GetPipelineBoard(ListInput Input) : IQuery<PipelineBoard>
{
    public static readonly ListSpec Spec = new("deals", Resource.Deals, RecordCatalog.Of<Deal>().Fields)
    {
        Alias = "d",
        Always = $"d.is_active",
        SearchColumn = RecordCatalog.Of<Deal>().SearchColumn,
        AddressColumn = RecordCatalog.Of<Deal>().AddressColumn,
        IsBoard = true,
    };
}

/// <summary>The board.</summary>
/// <param name="AsOf">The time of the data.</param>
/// <param name="Columns">Six columns: the open stages in the order of the pipeline, then ON_HOLD.</param>
public sealed record PipelineBoard(DateTimeOffset AsOf, IReadOnlyList<PipelineColumn> Columns);

/// <summary>A column of the board.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Count">The number of all deals in the stage.</param>
/// <param name="Currency">The currency of the deals. Null if there are several currencies, or no deals.</param>
/// <param name="TotalValue">The sum of the values if there is one currency. Null if there are several; see <paramref
/// name="Totals"/>.</param>
/// <param name="WeightedValue">The same sum, each value weighted by its probability. 0 for ON_HOLD.</param>
/// <param name="Totals">The figures by currency. Sums never mix currencies.</param>
/// <param name="Deals">The first deals by expected close date, at most <c>limit</c>.</param>
public sealed record PipelineColumn(
    EnumText<DealStage> Stage,
    long Count,
    string? Currency,
    decimal? TotalValue,
    decimal? WeightedValue,
    IReadOnlyList<PipelineTotal> Totals,
    IReadOnlyList<PipelineDeal> Deals);

/// <summary>The figures of a column in one currency.</summary>
public sealed record PipelineTotal(string Currency, long Count, decimal TotalValue, decimal WeightedValue);

/// <summary>A deal on the board.</summary>
public sealed record PipelineDeal(
    Guid Id,
    string Title,
    decimal Value,
    string Currency,
    int Probability,
    EnumText<DealStage> Stage,
    DateTimeOffset StageEnteredAt,
    DateOnly? ExpectedCloseDate,
    Guid CompanyId,
    string? CompanyName,
    Guid? PrimaryContactId,
    string? PrimaryContactName,
    string? PrimaryContactFirstName,
    string? PrimaryContactLastName,
    string? PrimaryContactEmail,
    Guid OwnerId,
    string? OwnerName,
    long Version);

internal sealed class GetPipelineBoardHandler(IReadDb db, ICurrentUser user, IClock clock) : IQueryHandler<GetPipelineBoard, PipelineBoard>
{
    private static SqlFragment TotalsSql(SqlFragment where) => $"""
        select d.stage, d.currency, count(*) as count, sum(d.value) as total_value,
            case d.stage when 'ON_HOLD' then 0.00 else round(sum(d.value * d.probability) / 100, 2) end as weighted_value
        from deals d where {where}
        group by d.stage, d.currency order by d.currency
        """;

    private static SqlFragment DealsSql(SqlFragment where, int take, ILinkedRecords links) => $"""
        select p.id, p.title, p.value, p.currency, p.probability, p.stage, p.stage_entered_at, p.expected_close_date, p.company_id,
            m.name as company_name,
            p.primary_contact_id, c.first_name || ' ' || c.last_name as primary_contact_name, c.first_name as primary_contact_first_name,
            c.last_name as primary_contact_last_name, c.email as primary_contact_email,
            p.owner_id, o.full_name as owner_name, p.version
        from unnest({Names}) with ordinality as s (stage, place)
        cross join lateral (
            select * from deals d where d.stage = s.stage and {where}
            order by d.expected_close_date, d.id limit {take}) p
        {links.Join<Deal>("companyId", "p", "m")}
        {links.Join<Deal>("primaryContactId", "p", "c")}
        {links.Join<Deal>("ownerId", "p", "o")}
        order by s.place, p.expected_close_date, p.id
        """;

    private static readonly DealStage[] Columns = [.. DealStageMachine.Stages.Where(s => !DealStageMachine.IsClosed(s))];

    private static readonly string[] Names = [.. Columns.Select(EnumText<DealStage>.Of)];

    private sealed record TotalRow(EnumText<DealStage> Stage, string Currency, long Count, decimal TotalValue, decimal WeightedValue);

    public async Task<Result<PipelineBoard>> Handle(GetPipelineBoard request, CancellationToken cancellationToken)
    {
        var parsed = ListQuery.Parse(
            GetPipelineBoard.Spec, request.Input, user.Required, new LinkedRecords(user.Required));
        if (parsed.Error is { } error)
            return error;
        var scope = RecordScope.For(user.Required, Resource.Deals, RightAction.Read, "d");
        var where = ListSql.Where(parsed.Value, $"{clock.Now}", scope);
        return await db.QueryMultipleAsync(
            [TotalsSql(where), DealsSql(where, parsed.Value.Limit, parsed.Value.Links)], ReadAsync, cancellationToken);
    }

    private async Task<PipelineBoard> ReadAsync(IResultSets sets)
    {
        var totals = (await sets.ReadAsync<TotalRow>()).ToLookup(t => t.Stage.Value);
        var deals = (await sets.ReadAsync<PipelineDeal>()).ToLookup(d => d.Stage.Value);
        return new PipelineBoard(clock.Now, [.. Columns.Select(stage => ColumnOf(stage, [.. totals[stage]], [.. deals[stage]]))]);
    }

    private static PipelineColumn ColumnOf(DealStage stage, IReadOnlyList<TotalRow> totals, IReadOnlyList<PipelineDeal> deals) => new(
        stage,
        totals.Sum(t => t.Count),
        totals.Count == 1 ? totals[0].Currency : null,
        totals.Count switch { 0 => 0m, 1 => totals[0].TotalValue, _ => null },
        totals.Count switch { 0 => 0m, 1 => totals[0].WeightedValue, _ => null },
        [.. totals.Select(t => new PipelineTotal(t.Currency, t.Count, t.TotalValue, t.WeightedValue))],
        deals);
}
