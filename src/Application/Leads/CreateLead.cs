using System.Text.Json.Serialization;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Leads;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Create)]
public sealed record CreateLead : LeadFields, ICommand<LeadView>, IDatedBack
{
    /// <summary>When the lead was made, where it is imported; now otherwise.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => CreatedAt;
}

internal sealed class CreateLeadValidator : AbstractValidator<CreateLead>
{
    public CreateLeadValidator(IClock clock)
    {
        Include(new LeadFieldsRules());
        RuleFor(l => l.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateLeadHandler(IRepository<Lead> leads, Ownership ownership, ICurrentUser user, IClock clock) : ICommandHandler<CreateLead>
{
    public async Task<Result<Guid>> HandleAsync(CreateLead command, CancellationToken ct)
    {
        var assignee = await ownership.ResolveAsync(
            Resource.Leads, RightAction.Create, command.AssignedToId, null, "assignedToId", ct).ConfigureAwait(false);
        if (assignee.Error is { } assigneeError)
            return assigneeError;
        var now = clock.Now;
        var lead = Lead.Create(
            clock.NewId(), command, command.Status ?? LeadStatus.New, assignee.Value.Id, command.CreatedAt ?? now, user.Required.UserId, now);
        if (lead.Error is { } error)
            return error;
        leads.Add(lead.Value);
        return lead.Value.Id;
    }
}
