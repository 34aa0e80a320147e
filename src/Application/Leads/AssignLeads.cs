using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Assign)]
public sealed record AssignLeads : ICommand<AssignmentResults>
{
    /// <summary>From 1 to 500 distinct ids.</summary>
    public Guid[] Ids { get; init; } = [];

    /// <summary>An active user.</summary>
    public Guid AssignedToId { get; init; }
}

internal sealed class AssignLeadsValidator : AbstractValidator<AssignLeads>
{
    public AssignLeadsValidator()
    {
        RuleFor(a => a.Ids).Ids();
        RuleFor(a => a.AssignedToId).NotEmpty().WithMessage("is required.");
    }
}

internal sealed class AssignLeadsHandler(IRepository<Lead> leads, Assignments assignments, IClock clock)
    : ICommandHandler<AssignLeads, AssignmentResults>
{
    public Task<Result<Reply<AssignmentResults>>> HandleAsync(AssignLeads command, CancellationToken ct) => assignments.AssignAsync(
        leads, command.Ids, command.AssignedToId, "assignedToId", lead => lead.AssignTo(command.AssignedToId, clock.Now), ct);
}
