using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>Which stages a deal may go to now, and what each needs.</summary>
[Requires(Resource.Deals, RightAction.Read)]
public sealed record GetDealTransitions(Guid DealId) : IQuery<DealTransitions>;

/// <summary>Where a deal may go.</summary>
/// <param name="Stage">Its present stage.</param>
/// <param name="Allowed">The stages it may go to, in the order of the pipeline.</param>
public sealed record DealTransitions(EnumText<DealStage> Stage, IReadOnlyList<DealTransition> Allowed);

/// <summary>A stage that a deal may go to.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Probability">What the probability becomes.</param>
/// <param name="Requires">The members that the request must give.</param>
public sealed record DealTransition(EnumText<DealStage> Stage, int Probability, IReadOnlyList<string> Requires);

internal sealed class GetDealTransitionsHandler(IReadDb db, ICurrentUser user) : IQueryHandler<GetDealTransitions, DealTransitions>
{
    private sealed record StageRow(EnumText<DealStage> Stage, int Probability);

    public async Task<Result<DealTransitions>> Handle(GetDealTransitions request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.For(user.Required, Resource.Deals, RightAction.Read, "d");
        var row = await db.QuerySingleOrDefaultAsync<StageRow>(
            $"select d.stage, d.probability from deals d where d.id = {request.DealId} and d.deleted_at is null {scope}",
            cancellationToken);
        if (row is null)
            return DealErrors.NotFound;
        return new DealTransitions(row.Stage, [.. DealStageMachine.Allowed(row.Stage.Value).Select(to => new DealTransition(
            to,
            DealStageMachine.DefaultProbability(to) ?? row.Probability,
            DealStageMachine.Move(row.Stage.Value, to) switch
            {
                DealStageMove.NeedsLossReason => ["lossReason"],
                DealStageMove.NeedsReason => ["reason"],
                _ => [],
            }))]);
    }
}
