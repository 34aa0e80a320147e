using System.Text.Json.Serialization;
using MediatR;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Update)]
public sealed record CreateLeadActivity : LeadActivityRequest, ICommandWithAnswer<LeadActivityView>
{
    [JsonIgnore]
    public Guid LeadId { get; init; }
}

internal sealed class CreateLeadActivityValidator : AbstractValidator<CreateLeadActivity>
{
    public CreateLeadActivityValidator(IClock clock) => Include(new LeadActivityRequestValidator(clock));
}

internal sealed class CreateLeadActivityHandler(LeadActivityLog log, IWriteDb db, IClock clock) : IRequestHandler<CreateLeadActivity, Result<CommandOutcome>>
{
    public async Task<Result<CommandOutcome>> Handle(CreateLeadActivity request, CancellationToken cancellationToken)
    {
        var id = clock.NewId();
        if (await log.WriteAsync([new NewLeadActivity(id, request.LeadId, request)], null, cancellationToken) is { } error)
            return error;
        var view = await GetLeadActivityHandler.ReadAsync(db, new GetLeadActivity(request.LeadId, id), ScopeFilter.None, cancellationToken);
        return new CommandOutcome(id) { Value = view };
    }
}
