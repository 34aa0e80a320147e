using Crm.Application.Common.Json;

namespace Crm.Application.Leads;

/// <summary>Adds activities of any leads. Either all are added or none.</summary>
[Requires(Resource.Leads, RightAction.Update)]
public sealed record CreateLeadActivities : ICommand<LeadActivitiesCreated>
{
    /// <summary>The maximum number of activities of one request.</summary>
    internal const int MaxActivities = 1000;

    /// <summary>From 1 to 1000 activities.</summary>
    public LeadActivityItem[] Activities { get; init; } = [];
}

/// <summary>An activity with its lead.</summary>
public sealed record LeadActivityItem : LeadActivityRequest
{
    public Guid LeadId { get; init; }
}

/// <summary>The number of added activities.</summary>
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
        // Members for imports are rejected by their path in the body. Here the member is in a nested object, so it is checked explicitly.
        if (!user.Required.May(Resource.Leads, RightAction.Import) &&
            Array.FindIndex(command.Activities, a => a.CreatedAt is not null) is >= 0 and var index)
            return StrictJson.UnknownMember(
                $"activities[{index}].createdAt", StrictJson.Members(typeof(LeadActivityItem), mayImport: false));
        var activities = Array.ConvertAll(command.Activities, a => new NewLeadActivity(clock.NewId(), a.LeadId, a));
        return await log.WriteAsync(activities, i => $"activities[{i}].leadId", ct) is { } error
            ? error
            : Reply.Value(new LeadActivitiesCreated(activities.Length));
    }
}
