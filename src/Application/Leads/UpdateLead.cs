using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Update)]
public sealed record UpdateLead : LeadRequest, IUpdate<UpdateLead, Lead, LeadView>
{
    public static string? Remedy(string member) =>
        member.StartsWith("converted", StringComparison.Ordinal) || member == "isConverted" ? "use POST /api/leads/{id}/convert" : null;
}

internal sealed class UpdateLeadValidator : AbstractValidator<UpdateLead>
{
    public UpdateLeadValidator() => Include(new LeadRequestValidator());
}

internal sealed class UpdateLeadHandler(Ownership ownership, IMapper mapper, ICurrentUser user, IClock clock)
    : IUpdateHandler<UpdateLead, Lead>
{
    public async Task<Result> HandleAsync(UpdateLead update, Lead aggregate, Guid id, CancellationToken ct)
    {
        var assignee = await ownership.ResolveAsync(
            Resource.Leads, RightAction.Update, update.AssignedToId, new OwnerId(aggregate.AssignedToId), "assignedToId", ct);
        return assignee.Error is { } error
            ? error
            : aggregate.Update(
                mapper.Map<LeadRequest, LeadDetails>(update), update.Status ?? aggregate.Status, assignee.Value.Id,
                user.Required.UserId, clock.Now);
    }
}
