using System.Text.Json.Serialization;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>Changes the status of a communication, as reported by a user or a provider, in any order.</summary>
[Requires(Resource.Communications, RightAction.Update)]
public sealed record ChangeCommunicationStatus : ICommand<CommunicationView>, IBackdated
{
    [JsonIgnore]
    public Guid CommunicationId { get; init; }

    public CommunicationStatus? Status { get; init; }

    /// <summary>When it happened. Default: now. Not in the future, and not before the previous transition. For a status that the
    /// communication already has or has passed, it corrects the time of that status; then it is not after the next transition
    /// either.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Only with FAILED.</summary>
    public string? FailureReason { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => At;
}

internal sealed class ChangeCommunicationStatusValidator : AbstractValidator<ChangeCommunicationStatus>
{
    public ChangeCommunicationStatusValidator()
    {
        RuleFor(c => c.Status).NotNull().WithMessage("is required.");
        this.Apply(Communication.Rules);
    }
}

internal sealed class ChangeCommunicationStatusHandler(
    IRepository<Communication> communications, CommunicationAccess access, RecordAuthorizer authorizer, IClock clock)
    : ICommandHandler<ChangeCommunicationStatus, CommunicationView>
{
    public async Task<Result<Reply<CommunicationView>>> HandleAsync(ChangeCommunicationStatus command, CancellationToken ct)
    {
        var found = await authorizer.FindAsync(communications, command.CommunicationId, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        var communication = found.Value;
        if (await access.CheckIdleAsync(communication, ct) is { } busy)
            return busy;
        var before = communication.Status;
        if (communication.ChangeStatus(command.Status!.Value, command.At, command.FailureReason, clock.Now).Error is { } rejected)
            return rejected;
        if (before != communication.Status && await access.CheckAddressAsync(communication, ct) is { } noAddress)
            return noAddress;
        if (before != communication.Status && await access.CheckOutreachAsync(communication, ct) is { } refused)
            return refused;
        return Reply.View<CommunicationView>(communication.Id);
    }
}
