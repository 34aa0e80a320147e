using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Create)]
public sealed record CreateDeal : DealRequest, ICommand<DealView>, IBackdated
{
    /// <summary>An open stage, or ON_HOLD.</summary>
    public DealStage Stage { get; init; } = DealStage.Prospecting;

    /// <summary>When the deal was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateDealValidator : AbstractValidator<CreateDeal>
{
    public CreateDealValidator(IClock clock)
    {
        Include(new DealRequestValidator());
        RuleFor(d => d.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateDealHandler(IRepository<Deal> deals, DealAccess access, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateDeal, DealView>
{
    public async Task<Result<Reply<DealView>>> HandleAsync(CreateDeal command, CancellationToken ct)
    {
        var input = await access.ResolveInputAsync(command, null, ct);
        if (input.Error is { } missing)
            return missing;
        var now = clock.Now;
        var deal = Deal.Create(clock.NewId(), input.Value, command.Stage, command.CreatedAt ?? now, user.Required.UserId, now);
        if (deal.Error is { } error)
            return error;
        deals.Add(deal.Value);
        return Reply.View<DealView>(deal.Value.Id);
    }
}
