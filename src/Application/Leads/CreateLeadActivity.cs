using System.Text.Json.Serialization;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Roles;
using FluentValidation;
using MediatR;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Update)]
public sealed record CreateLeadActivity : LeadActivityFields, ICommandWithAnswer<LeadActivityView>
{
    [JsonIgnore]
    public Guid LeadId { get; init; }
}

internal sealed class CreateLeadActivityValidator : AbstractValidator<CreateLeadActivity>
{
    public CreateLeadActivityValidator(IClock clock) => Include(new LeadActivityFieldsRules(clock));
}

internal sealed class CreateLeadActivityHandler(LeadActivityLog log, IWriteDb db, IClock clock) : IRequestHandler<CreateLeadActivity, Result<Outcome>>
{
    public async Task<Result<Outcome>> Handle(CreateLeadActivity request, CancellationToken cancellationToken)
    {
        var id = clock.NewId();
        if (await log.WriteAsync([new NewLeadActivity(id, request.LeadId, request)], null, cancellationToken).ConfigureAwait(false) is { } error)
            return error;
        var view = await GetLeadActivityHandler.ReadAsync(db, new GetLeadActivity(request.LeadId, id), ScopeFilter.None, cancellationToken).ConfigureAwait(false);
        return new Outcome(id) { Said = view };
    }
}
