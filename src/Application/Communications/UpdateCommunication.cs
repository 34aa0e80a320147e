using Crm.Domain.Communications;

namespace Crm.Application.Communications;

[Requires(Resource.Communications, RightAction.Update)]
public sealed record UpdateCommunication : CommunicationRequest, IUpdate<UpdateCommunication, Communication, CommunicationView>
{
    public static string? Remedy(string member) =>
        member is "status" or "sentAt" or "deliveredAt" or "openedAt" or "respondedAt" or "failureReason"
            ? "use PATCH /api/communications/{id}/status" : null;
}

internal sealed class UpdateCommunicationValidator : AbstractValidator<UpdateCommunication>
{
    public UpdateCommunicationValidator() => Include(new CommunicationRequestValidator());
}

internal sealed class UpdateCommunicationHandler(CommunicationAccess access, IClock clock)
    : IUpdateHandler<UpdateCommunication, Communication>
{
    public async Task<Result> HandleAsync(UpdateCommunication update, Communication aggregate, Guid id, CancellationToken ct)
    {
        if (await access.CheckIdleAsync(aggregate, ct) is { } busy)
            return busy;
        var input = await access.ResolveInputAsync(update, aggregate, ct);
        if (input.Error is { } missing)
            return missing;
        var before = (aggregate.Scheduled, aggregate.ScheduledFor);
        var approached = (aggregate.Status, aggregate.ScheduledFor, aggregate.Details.Type, aggregate.ContactId, aggregate.LeadId);
        if (aggregate.Update(input.Value, clock.Now).Error is { } rejected)
            return rejected;
        if (await access.CheckAddressAsync(aggregate, ct) is { } noAddress)
            return noAddress;
        if (approached != (aggregate.Status, aggregate.ScheduledFor, aggregate.Details.Type, aggregate.ContactId, aggregate.LeadId) &&
            await access.CheckOutreachAsync(aggregate, ct) is { } refused)
            return refused;
        if (before != (aggregate.Scheduled, aggregate.ScheduledFor))
            await access.RescheduleAsync(aggregate, ct);
        return Result.Ok;
    }
}
