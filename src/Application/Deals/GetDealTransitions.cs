using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>Returns the stages that a deal can change to, and what each transition requires.</summary>
[Requires(Resource.Deals, RightAction.Read)]
public sealed record GetDealTransitions(Guid DealId) : IQuery<DealTransitions>;

/// <summary>The allowed transitions of a deal.</summary>
/// <param name="Stage">The current stage.</param>
/// <param name="Allowed">The allowed stages, in the order of the pipeline.</param>
public sealed record DealTransitions(EnumText<DealStage> Stage, IReadOnlyList<DealTransition> Allowed);

/// <summary>An allowed transition of a deal.</summary>
/// <param name="Stage">The new stage.</param>
/// <param name="Probability">The new probability.</param>
/// <param name="Requires">The required members of the request.</param>
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
            return RecordCatalog.Of<Deal>().NotFound;
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
