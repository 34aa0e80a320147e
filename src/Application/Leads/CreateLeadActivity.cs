using System.Text.Json.Serialization;

namespace Crm.Application.Leads;

[Requires(Resource.Leads, RightAction.Update)]
public sealed record CreateLeadActivity : LeadActivityRequest, ICommand<LeadActivityView>
{
    [JsonIgnore]
    public Guid LeadId { get; init; }
}

internal sealed class CreateLeadActivityValidator : AbstractValidator<CreateLeadActivity>
{
    public CreateLeadActivityValidator(IClock clock) => Include(new LeadActivityRequestValidator(clock));
}

internal sealed class CreateLeadActivityHandler(LeadActivityLog log, IWriteDb db, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateLeadActivity, LeadActivityView>
{
    public async Task<Result<Reply<LeadActivityView>>> HandleAsync(CreateLeadActivity command, CancellationToken ct)
    {
        var id = clock.NewId();
        if (await log.WriteAsync([new NewLeadActivity(id, command.LeadId, command)], null, ct) is { } error)
            return error;
        var view = await GetLeadActivityHandler.ReadAsync(
            db, new GetLeadActivity(command.LeadId, id), RecordScope.Everything(user.Required), ct);
        return Reply.Value(view!, id);
    }
}
