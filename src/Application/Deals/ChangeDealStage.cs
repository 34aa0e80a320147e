using System.Text.Json.Serialization;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>Changes the stage of a deal.</summary>
[Requires(Resource.Deals, RightAction.Update)]
public sealed record ChangeDealStage : ICommand<DealView>, IBackdated
{
    [JsonIgnore]
    public Guid DealId { get; init; }

    public DealStage? Stage { get; init; }

    /// <summary>The reason. Required to reopen a closed deal.</summary>
    public string? Reason { get; init; }
    public string? CloseReason { get; init; }

    /// <summary>Required for CLOSED_LOST.</summary>
    public string? LossReason { get; init; }

    /// <summary>The day the deal was closed, in the caller's time zone. Default: today, or the day of at. Not in the future, and not
    /// before the day the deal was created.</summary>
    public DateOnly? ActualCloseDate { get; init; }

    /// <summary>When it happened. Only for imports; defaults to the current time. Not before the deal's last transition.</summary>
    [ImportOnly]
    public DateTimeOffset? At { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => At;
}

internal sealed class ChangeDealStageValidator : AbstractValidator<ChangeDealStage>
{
    public ChangeDealStageValidator(IClock clock)
    {
        RuleFor(c => c.Stage).NotNull().WithMessage("is required.");
        this.Apply(StageChange.Rules);
        RuleFor(c => c.At).NotInFuture(clock);
    }
}

internal sealed class ChangeDealStageHandler(
    IRepository<Deal> deals, RecordAuthorizer authorizer, LiveParents parents, ICurrentUser user, IClock clock)
    : ICommandHandler<ChangeDealStage, DealView>
{
    public async Task<Result<Reply<DealView>>> HandleAsync(ChangeDealStage command, CancellationToken ct)
    {
        var deal = await authorizer.FindAsync(deals, command.DealId, RightAction.Update, ct: ct);
        if (deal.Error is { } error)
            return error;
        var change = new StageChange(
            command.Stage!.Value, command.Reason, command.CloseReason, command.LossReason, command.ActualCloseDate, command.At);
        var wasOpen = deal.Value.IsActive;
        if (deal.Value.ChangeStage(change, user.Required.UserId, user.Required.Zone, clock.Now).Error is { } rejected)
            return rejected;
        if (!wasOpen && deal.Value.IsActive && await parents.CheckAsync<Deal>(command.DealId, ct) is { } inTrash)
            return inTrash;
        return Reply.View<DealView>(command.DealId);
    }
}
