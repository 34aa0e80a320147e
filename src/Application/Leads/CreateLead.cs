using System.Text.Json.Serialization;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Create)]
public sealed record CreateLead : LeadRequest, ICommand<LeadView>, IBackdated
{
    /// <summary>When the lead was created. Only for imports; defaults to the current time.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateLeadValidator : AbstractValidator<CreateLead>
{
    public CreateLeadValidator(IClock clock)
    {
        Include(new LeadRequestValidator());
        RuleFor(l => l.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateLeadHandler(IRepository<Lead> leads, Ownership ownership, IMapper mapper, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateLead, LeadView>
{
    public async Task<Result<Reply<LeadView>>> HandleAsync(CreateLead command, CancellationToken ct)
    {
        var assignee = await ownership.ResolveAsync(
            Resource.Leads, RightAction.Create, command.AssignedToId, null, "assignedToId", ct);
        if (assignee.Error is { } assigneeError)
            return assigneeError;
        var now = clock.Now;
        var lead = Lead.Create(
            clock.NewId(), mapper.Map<LeadRequest, LeadDetails>(command), command.Status ?? LeadStatus.New, assignee.Value.Id,
            command.CreatedAt ?? now, user.Required.UserId, now);
        if (lead.Error is { } error)
            return error;
        leads.Add(lead.Value);
        return Reply.View<LeadView>(lead.Value.Id);
    }
}
