using System.Text.Json.Serialization;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>Records a past communication, creates a draft, or schedules a message.</summary>
[Requires(Resource.Communications, RightAction.Create)]
public sealed record CreateCommunication : CommunicationRequest, ICommand<CommunicationView>, IBackdated
{
    /// <summary>SENT for a communication by hand (a call, a letter). Otherwise omit it: inbound is DELIVERED, scheduled is SCHEDULED, all
    /// others are DRAFT.</summary>
    public CommunicationStatus? Status { get; init; }

    /// <summary>When it took place, if it is recorded after the fact: a call, a meeting, a message that was sent or received. It becomes
    /// sentAt (and deliveredAt, if inbound). Default: createdAt. Not in the future.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The time of the record. Default: the current time. Not in the future.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EffectiveAt => At ?? CreatedAt;
}

internal sealed class CreateCommunicationValidator : AbstractValidator<CreateCommunication>
{
    public CreateCommunicationValidator(IClock clock)
    {
        Include(new CommunicationRequestValidator());
        RuleFor(c => c.At).NotInFuture(clock);
        RuleFor(c => c.CreatedAt).NotInFuture(clock);
    }
}

internal sealed class CreateCommunicationHandler(
    IRepository<Communication> communications, CommunicationAccess access, ICurrentUser user, IClock clock)
    : ICommandHandler<CreateCommunication, CommunicationView>
{
    public async Task<Result<Reply<CommunicationView>>> HandleAsync(CreateCommunication command, CancellationToken ct)
    {
        var input = await access.ResolveInputAsync(command, null, ct);
        if (input.Error is { } missing)
            return missing;
        var now = clock.Now;
        var communication = Communication.Create(
            clock.NewId(), input.Value, command.Status, user.Required.UserId, command.CreatedAt ?? now, now, command.At);
        if (communication.Error is { } error)
            return error;
        if (await access.CheckAddressAsync(communication.Value, ct) is { } noAddress)
            return noAddress;
        if (await access.CheckOutreachAsync(communication.Value, ct) is { } refused)
            return refused;
        communications.Add(communication.Value);
        return Reply.View<CommunicationView>(communication.Value.Id);
    }
}
