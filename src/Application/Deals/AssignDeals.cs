using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Assign)]
public sealed record AssignDeals : ICommand<AssignmentResults>
{
    /// <summary>From 1 to 500 distinct ids.</summary>
    public Guid[] Ids { get; init; } = [];

    /// <summary>An active user.</summary>
    public Guid OwnerId { get; init; }
}

internal sealed class AssignDealsValidator : AbstractValidator<AssignDeals>
{
    public AssignDealsValidator()
    {
        RuleFor(a => a.Ids).Ids();
        RuleFor(a => a.OwnerId).NotEmpty().WithMessage("is required.");
    }
}

internal sealed class AssignDealsHandler(IRepository<Deal> deals, Assignments assignments, IClock clock)
    : ICommandHandler<AssignDeals, AssignmentResults>
{
    public Task<Result<Reply<AssignmentResults>>> HandleAsync(AssignDeals command, CancellationToken ct) => assignments.AssignAsync(
        deals, command.Ids, command.OwnerId, "ownerId", deal => deal.AssignTo(command.OwnerId, clock.Now), ct);
}
