using Crm.Application.Common.Json;

namespace Crm.Application.Leads;

/// <summary>Adds activities of any leads, all of them or none.</summary>
[Requires(Resource.Leads, RightAction.Update)]
public sealed record CreateLeadActivities : ICommand<LeadActivitiesCreated>
{
    /// <summary>Most activities of one request.</summary>
    internal const int MaxActivities = 1000;

    /// <summary>1 to 1000.</summary>
    public LeadActivityItem[] Activities { get; init; } = [];
}

/// <summary>An activity of a lead that it names.</summary>
public sealed record LeadActivityItem : LeadActivityRequest
{
    public Guid LeadId { get; init; }
}

/// <summary>How many activities were added.</summary>
public sealed record LeadActivitiesCreated(int Created);

internal sealed class CreateLeadActivitiesValidator : AbstractValidator<CreateLeadActivities>
{
    public CreateLeadActivitiesValidator(IClock clock)
    {
        RuleFor(b => b.Activities).Must(a => a.Length is > 0 and <= CreateLeadActivities.MaxActivities)
            .WithMessage($"must hold 1 to {CreateLeadActivities.MaxActivities} activities.");
        RuleForEach(b => b.Activities).NotNull().WithMessage("must be an object.").SetValidator(new LeadActivityItemValidator(clock));
    }
}

internal sealed class LeadActivityItemValidator : AbstractValidator<LeadActivityItem>
{
    public LeadActivityItemValidator(IClock clock)
    {
        RuleFor(a => a.LeadId).NotEmpty().WithMessage("is required.");
        Include(new LeadActivityRequestValidator(clock));
    }
}

internal sealed class CreateLeadActivitiesHandler(LeadActivityLog log, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateLeadActivities, LeadActivitiesCreated>
{
    public async Task<Result<Reply<LeadActivitiesCreated>>> HandleAsync(CreateLeadActivities command, CancellationToken ct)
    {
        // What only importing callers may give is known by its place in the body; here it stands a level deeper.
        if (!user.Required.May(Resource.Leads, RightAction.Import) && Array.FindIndex(command.Activities, a => a.CreatedAt is not null) is >= 0 and var index)
            return StrictJson.UnknownMember($"activities[{index}].createdAt", StrictJson.Members(typeof(LeadActivityItem), mayImport: false));
        var activities = Array.ConvertAll(command.Activities, a => new NewLeadActivity(clock.NewId(), a.LeadId, a));
        return await log.WriteAsync(activities, i => $"activities[{i}].leadId", ct) is { } error
            ? error
            : Reply.Value(new LeadActivitiesCreated(activities.Length));
    }
}
